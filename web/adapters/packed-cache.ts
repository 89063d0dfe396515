import { canonicalJson } from '#shared/json.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { nodeOutputSchema, type NodeOutput } from '#shared/run/output.ts';
import type { CachedOutput, Clock, OutputCache } from '../engine/ports.ts';
import type { Pack, PackIndex, PackStore } from './pack-store.ts';

/**
 * The output cache over packs: what is written in one turn of the event loop becomes one pack and one transaction; what
 * is read brings its whole pack. When the disk refuses, it goes on in memory and says so.
 */

export interface PackedCacheOptions {
  readonly store: PackStore;
  readonly clock: Clock;
  /** Wall clock in ms, for which pack was used last. */
  readonly wallNow: () => number;
  /** Names packs; must not repeat in other tabs. */
  readonly newId: () => string;
  readonly onNotice: (error: WeftError) => void;
  readonly maxBytes?: number;
}

interface Scope extends PackedCacheOptions {
  readonly maxBytes: number;
  readonly keys: Map<string, { readonly hash: string; readonly costMicroUsd: number | null }>;
  /** Pack by output hash; '' = written, but on no disk yet. */
  readonly places: Map<string, string>;
  readonly indexes: Map<string, PackIndex>;
  /** Outputs in memory, least recently used first. */
  readonly recent: Map<string, { readonly output: NodeOutput; readonly bytes: number }>;
  readonly loading: Map<string, Promise<void>>;
  recentBytes: number;
  fresh: { readonly key: string; readonly hash: string; readonly isNew: boolean }[];
  used: Set<string>;
  flushing: Promise<void> | null;
  memoryOnly: boolean;
}

/** Outputs kept in memory while they are also on the disk. */
const MEMORY_BYTES = 32 * 1024 * 1024;
/** The disk is cleared down to this part of the limit, so that not every batch has to evict. */
const EVICT_TO = 0.9;

export async function createPackedCache(options: PackedCacheOptions): Promise<OutputCache> {
  const scope: Scope = {
    ...options,
    maxBytes: options.maxBytes ?? LIMITS.browserCacheBytes,
    keys: new Map(),
    places: new Map(),
    indexes: new Map(),
    recent: new Map(),
    loading: new Map(),
    recentBytes: 0,
    fresh: [],
    used: new Set(),
    flushing: null,
    memoryOnly: false,
  };
  for (const index of await options.store.loadIndexes()) addIndex(scope, index);
  return Object.freeze({
    hashOf: (key: string) => scope.keys.get(key)?.hash ?? null,
    has(key: string) {
      const hash = scope.keys.get(key)?.hash;
      return hash !== undefined && scope.places.has(hash);
    },
    read: (key: string) => read(scope, key),
    write: (key: string, entry: CachedOutput) => write(scope, key, entry),
    flush: () => flush(scope),
    async clear() {
      await flush(scope);
      for (const map of [scope.keys, scope.places, scope.indexes, scope.recent]) map.clear();
      scope.recentBytes = 0;
      await options.store.clear().catch(() => degrade(scope));
    },
  });
}

function addIndex({ keys, places, indexes }: Scope, index: PackIndex): void {
  indexes.set(index.id, index);
  for (const [key, hash, costMicroUsd] of index.keys) keys.set(key, { hash, costMicroUsd });
  for (const hash of index.hashes) places.set(hash, index.id);
}

function read(scope: Scope, key: string): CachedOutput | null | Promise<CachedOutput | null> {
  const known = scope.keys.get(key);
  if (known === undefined) return null;
  const place = scope.places.get(known.hash);
  if (place) scope.used.add(place);
  const { output } = scope.recent.get(known.hash) ?? {};
  if (output) return { outputHash: known.hash, output, costMicroUsd: known.costMicroUsd };
  if (!place) return null;
  return loadPack(scope, place).then(() => {
    const loaded = scope.recent.get(known.hash);
    return loaded
      ? { outputHash: known.hash, output: loaded.output, costMicroUsd: known.costMicroUsd }
      : null;
  });
}

function loadPack(scope: Scope, id: string): Promise<void> {
  const loading = scope.loading.get(id) ?? fetchPack(scope, id).finally(() => scope.loading.delete(id));
  scope.loading.set(id, loading);
  return loading;
}

async function fetchPack(scope: Scope, id: string): Promise<void> {
  const pack = await scope.store.loadPack(id).catch(() => null);
  const hashes = scope.indexes.get(id)?.hashes ?? [];
  // Evicted by another tab, or unreadable: no hit from now on.
  if (pack === null) for (const hash of hashes) scope.places.delete(hash);
  pack?.outputs.forEach((json, order) => {
    const hash = hashes[order];
    const output = parseOutput(json);
    if (hash !== undefined && output !== null) remember(scope, hash, output, json.length);
  });
}

function parseOutput(json: string): NodeOutput | null {
  try {
    const parsed = nodeOutputSchema.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function remember(scope: Scope, hash: string, output: NodeOutput, bytes: number): void {
  if (scope.recent.has(hash)) return;
  scope.recent.set(hash, { output, bytes });
  scope.recentBytes += bytes;
  if (scope.memoryOnly) return;
  for (const [old, entry] of scope.recent) {
    if (scope.recentBytes <= MEMORY_BYTES) return;
    if (scope.places.get(old) === '') continue;
    scope.recent.delete(old);
    scope.recentBytes -= entry.bytes;
  }
}

function write(scope: Scope, key: string, entry: CachedOutput): void {
  const { outputHash: hash, output, costMicroUsd } = entry;
  if (scope.keys.get(key)?.hash === hash && scope.places.has(hash)) return;
  const isNew = !scope.places.has(hash);
  scope.keys.set(key, { hash, costMicroUsd });
  if (isNew) {
    scope.places.set(hash, '');
    // The length is only an estimate here; the pack counts what it holds.
    remember(scope, hash, output, (output.text?.length ?? 0) + 100);
  }
  if (scope.memoryOnly) return;
  scope.fresh.push({ key, hash, isNew });
  if (scope.fresh.length === 1) scope.clock.soon(() => void flush(scope));
}

function flush(scope: Scope): Promise<void> {
  if (scope.fresh.length === 0) return scope.flushing ?? Promise.resolve();
  const after = scope.flushing ?? Promise.resolve();
  const mine = after
    .then(() => store(scope))
    .finally(() => {
      if (scope.flushing === mine) scope.flushing = null;
    });
  scope.flushing = mine;
  return mine;
}

async function store(scope: Scope): Promise<void> {
  const { fresh } = scope;
  scope.fresh = [];
  if (fresh.length === 0 || scope.memoryOnly) return;
  const id = scope.newId();
  const hashes = fresh.filter(({ isNew }) => isNew).map(({ hash }) => hash);
  const outputs = hashes.map((hash) => canonicalJson(scope.recent.get(hash)?.output ?? {}));
  const index: PackIndex = {
    id,
    keys: fresh.map(({ key, hash }) => [key, hash, scope.keys.get(key)?.costMicroUsd ?? null]),
    hashes,
    bytes: outputs.reduce((sum, json) => sum + json.length, 0),
    usedAt: scope.wallNow(),
  };
  const pack: Pack = { id, outputs };
  const stored =
    (await tryStore(scope, index, pack, scope.maxBytes)) || (await tryStore(scope, index, pack, 0));
  if (!stored) return degrade(scope);
  addIndex(scope, index);
}

/** Writes a pack together with what it costs others: the least recently used go until all fits into `maxBytes`. */
async function tryStore(scope: Scope, index: PackIndex, pack: Pack, maxBytes: number): Promise<boolean> {
  const evicted = victims(scope, index.bytes, maxBytes);
  const emptied = evicted.map((old): PackIndex => ({ ...old, hashes: [], bytes: 0 }));
  const touched = [...scope.used].flatMap((id) => {
    const used = scope.indexes.get(id);
    return used === undefined || evicted.includes(used) ? [] : [{ ...used, usedAt: scope.wallNow() }];
  });
  try {
    await scope.store.write({
      indexes: [index, ...emptied, ...touched],
      packs: hasOutputs(pack) ? [pack] : [],
      evicted: evicted.map(({ id }) => id),
    });
  } catch {
    return false;
  }
  scope.used = new Set();
  for (const old of evicted) for (const hash of old.hashes) forget(scope, hash);
  for (const changed of [...emptied, ...touched]) scope.indexes.set(changed.id, changed);
  return true;
}

const hasOutputs = (pack: Pack): boolean => pack.outputs.length > 0;

function forget(scope: Scope, hash: string): void {
  scope.places.delete(hash);
  const entry = scope.recent.get(hash);
  if (entry === undefined) return;
  scope.recent.delete(hash);
  scope.recentBytes -= entry.bytes;
}

function victims(scope: Scope, added: number, maxBytes: number): PackIndex[] {
  const packs = [...scope.indexes.values()].filter(({ bytes }) => bytes > 0);
  let bytes = packs.reduce((sum, pack) => sum + pack.bytes, added);
  if (bytes <= maxBytes) return [];
  const found: PackIndex[] = [];
  for (const pack of packs.sort((a, b) => a.usedAt - b.usedAt)) {
    if (bytes <= maxBytes * EVICT_TO) break;
    found.push(pack);
    bytes -= pack.bytes;
  }
  return found;
}

/** The disk refuses even with room made: outputs stay in memory until the page is closed. */
function degrade(scope: Scope): void {
  if (scope.memoryOnly) return;
  scope.memoryOnly = true;
  scope.onNotice(
    weftError(
      'storage-failed',
      'This browser has no room for stored outputs. Weft keeps them until you close the page; free some disk space to keep them longer.',
    ),
  );
}
