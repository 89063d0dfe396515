import type { PartyStorage } from '../../../relay/storage/party-storage.ts';
import type { Random } from '../kernel/random.ts';
import type { Actor, WorldClock } from '../kernel/world-clock.ts';

/**
 * A room's storage as the platform has it: what is put is read back at once, reaches the disk a moment later and in
 * order; puts begun without an await between them are kept together; kill -9 loses what was not on disk yet.
 */
export interface SimDisk {
  readonly values: Map<string, unknown>;
  /** Writes that reached the disk. */
  writes: number;
}

export interface SimStorage extends PartyStorage {
  /** Calls back when everything put so far is on disk: what leaves the room waits for that (output gate). */
  readonly afterWrites: (release: () => void) => void;
}

interface Group {
  readonly puts: Map<string, unknown>;
  /** What was begun as one: after a failure each is made again by itself. */
  readonly parts: Map<string, unknown>[];
  readonly done: { readonly resolve: () => void; readonly reject: (error: Error) => void }[];
}

type Waiting = { readonly group: Group } | { readonly release: () => void };

export interface SimStorageOptions {
  readonly clock: WorldClock;
  readonly random: Random;
  /** The process that uses it; when it is dead nothing more is written. */
  readonly actor: Actor;
  readonly disk: SimDisk;
  readonly isFailing: () => boolean;
  /** Before a write reaches the disk and after it: the places for kills. */
  readonly onWrite: (moment: 'before' | 'after') => void;
}

const GONE = Symbol('deleted');

export function createSimStorage(options: SimStorageOptions): SimStorage {
  const { clock, actor, disk, random } = options;
  /** Writes and what waits behind them, in order. */
  const queue: Waiting[] = [];
  let open: Group | null = null;
  const isDead = (): boolean => actor.state === 'dead';
  let busy = false;
  /** Writes that failed and were not made again yet: what waits to leave the room waits for them. */
  const owed = new Set<string>();
  let merged: Map<string, unknown> | null = null;

  const view = (): Map<string, unknown> => {
    if (merged !== null) return merged;
    merged = new Map(disk.values);
    for (const waiting of queue) if ('group' in waiting) apply(merged, waiting.group.puts);
    return merged;
  };
  const add = (puts: Iterable<readonly [string, unknown]>): Promise<void> => {
    if (open === null) {
      open = { puts: new Map(), parts: [], done: [] };
      queue.push({ group: open });
      queueMicrotask(() => {
        open = null;
      });
      if (owed.size > 0) passOver();
      else flushLater();
    }
    const group = open;
    const part = new Map(puts);
    group.parts.push(part);
    for (const [key, value] of part) group.puts.set(key, value);
    merged = null;
    return new Promise((resolve, reject) => group.done.push({ resolve, reject }));
  };
  const flushLater = (): void => {
    if (busy) return;
    busy = true;
    clock.after(random.next() * 4, actor, flush);
  };
  const flush = (): void => {
    options.onWrite('before');
    if (isDead()) return;
    busy = false;
    const next = queue.shift();
    if (next !== undefined && 'group' in next) keep(next.group);
    options.onWrite('after');
    if (!isDead()) goOn();
  };
  const keep = (group: Group): void => {
    if (open === group) open = null;
    merged = null;
    if (options.isFailing()) {
      // What a client has uploaded is not written again by the room: the client is told, and sends it again.
      for (const part of group.parts) if (!isUpload(part)) owed.add(nameOf(part));
      for (const { reject } of group.done) reject(new Error('disk full'));
      return;
    }
    for (const part of group.parts) owed.delete(nameOf(part));
    apply(disk.values, group.puts);
    disk.writes += 1;
    for (const { resolve } of group.done) resolve();
  };
  const goOn = (): void => {
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      if (!('group' in next)) {
        if (owed.size > 0) return passOver();
        queue.shift();
      } else return flushLater();
      next.release();
      if (isDead()) return;
    }
  };
  /** Writes behind what is held back are tried all the same. */
  const passOver = (): void => {
    const place = queue.findIndex((waiting) => 'group' in waiting);
    if (place < 0) return;
    queue.unshift(...queue.splice(place, 1));
    flushLater();
  };
  return Object.freeze({
    afterWrites(release: () => void) {
      if (queue.length === 0 && owed.size === 0) release();
      else queue.push({ release });
    },
    ...readers(view),
    put: (values: Record<string, unknown>) => add(Object.entries(values)),
    async delete(keys: string[]) {
      await add(keys.map((key) => [key, GONE] as const));
      return keys.length;
    },
  });
}

const isUpload = (part: Map<string, unknown>): boolean =>
  [...part.keys()].every((key) => /^[bdioj]:/.test(key));

/** The same when the same is written again. */
function nameOf(part: Map<string, unknown>): string {
  const header = part.get('header') as { readonly head?: number } | undefined;
  return `${[...part.keys()].join()}@${header?.head}`;
}

function apply(values: Map<string, unknown>, puts: ReadonlyMap<string, unknown>): void {
  for (const [key, value] of puts) {
    if (value === GONE) values.delete(key);
    else values.set(key, value);
  }
}

/** Values are never changed once they are put, so nothing is copied. */
function readers(view: () => Map<string, unknown>): Pick<PartyStorage, 'get' | 'list'> {
  return {
    async get(keys: string | string[]) {
      const values = view();
      if (typeof keys === 'string') return values.get(keys) as never;
      return new Map(keys.filter((key) => values.has(key)).map((key) => [key, values.get(key)])) as never;
    },
    async list({ prefix = '', start = '', end, reverse = false, limit = Number.POSITIVE_INFINITY }) {
      const values = view();
      const found: string[] = [];
      for (const key of values.keys())
        if (key.startsWith(prefix) && key >= start && (end === undefined || key < end)) found.push(key);
      found.sort((one, other) => (one < other ? -1 : 1));
      if (reverse) found.reverse();
      return new Map(found.slice(0, limit).map((key) => [key, values.get(key)])) as never;
    },
  };
}
