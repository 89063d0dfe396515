import * as Y from 'yjs';
import { weftError, type WeftError } from '#shared/run/errors.ts';

/**
 * Looks into an update before it touches the document. Yjs itself takes anything: it keeps what it cannot place yet for
 * ever, lets sizes be claimed that have no bytes, and nests as deep as it is told.
 */

/** The three maps of a flow's document (web/collab/doc-schema.ts); an update may write below nothing else. */
const ROOTS = ['meta', 'nodes', 'edges'];
/** Yjs counts what each client ever wrote; nobody writes as much as this. */
const MAX_CLOCK = 2 ** 31;
/** Arrays and objects in a value; configs hold JSON schemas, which nest. */
const MAX_VALUE_DEPTH = 64;
/** Sessions whose edits come in one update: a browser's own since it was last here. */
const MAX_CLIENTS = 5_000;
const KEY_CHARS = 200;
/** The room's own client id: it writes nothing, and Yjs would answer one who uses it by taking another. */
export const ROOM_CLIENT_ID = 0;

export interface UpdateSummary {
  readonly structs: number;
  /** Maps, lists and texts that it brings, each of which may be a node. */
  readonly types: readonly Y.ID[];
  /** Clients of which it brings something new. */
  readonly advancing: readonly number[];
}

export type UpdateCheck =
  { readonly ok: true; readonly summary: UpdateSummary } | { readonly ok: false; readonly error: WeftError };

type Decoded = ReturnType<typeof Y.decodeUpdate>;

/** @param known how far the room's document goes, by client. */
export function checkUpdate(update: Uint8Array, known: (client: number) => number): UpdateCheck {
  const decoded = decode(update);
  if (decoded === null) return refused('bad-frame', 'This change of the document is malformed.');
  const ends = endsOf(decoded.structs, known);
  if (ends === 'malformed') return refused('bad-frame', 'This change of the document is malformed.');
  if (ends === 'gap')
    return refused('out-of-turn', 'This change builds on one that the relay does not have.');
  const reach = (client: number): number => Math.max(known(client), ends.get(client) ?? 0);
  if (!decoded.structs.every((struct) => isPlaced(struct, reach)) || !isWithin(decoded.ds, reach))
    return refused('out-of-turn', 'This change builds on one that the relay does not have.');
  if (!decoded.structs.every(isFitting))
    return refused('bad-frame', 'This change is none that a flow can have.');
  const types = decoded.structs.flatMap((struct) =>
    struct instanceof Y.Item && struct.content instanceof Y.ContentType ? [struct.id] : [],
  );
  const advancing = [...ends].flatMap(([client, end]) => (end > known(client) ? [client] : []));
  return { ok: true, summary: { structs: decoded.structs.length, types, advancing } };
}

function decode(update: Uint8Array): Decoded | null {
  try {
    return Y.decodeUpdate(update);
  } catch {
    // Yjs and its decoder throw errors of many kinds, a full stack among them: all mean that it cannot be read.
    return null;
  }
}

/** Where each client's part ends; it has to begin where the room's knowledge ends or before, and go on without a hole. */
function endsOf(
  structs: Decoded['structs'],
  known: (client: number) => number,
): Map<number, number> | 'malformed' | 'gap' {
  const ends = new Map<number, number>();
  for (const { id, length } of structs) {
    const end = id.clock + length;
    if (!(length > 0) || !(end <= MAX_CLOCK) || id.client === ROOM_CLIENT_ID) return 'malformed';
    const before = ends.get(id.client);
    if (before !== undefined && before !== id.clock) return 'malformed';
    if (before === undefined && id.clock > known(id.client)) return 'gap';
    ends.set(id.client, end);
  }
  return ends.size > MAX_CLIENTS ? 'malformed' : ends;
}

/** Whether everything that it stands beside or in is there. */
function isPlaced(struct: Decoded['structs'][number], reach: (client: number) => number): boolean {
  if (!(struct instanceof Y.Item)) return !(struct instanceof Y.Skip);
  const parent = struct.parent instanceof Y.ID ? struct.parent : null;
  return [struct.origin, struct.rightOrigin, parent].every(
    (id) => id === null || id.clock < reach(id.client),
  );
}

function isWithin({ clients }: Decoded['ds'], reach: (client: number) => number): boolean {
  for (const [client, ranges] of clients)
    if (ranges.some(({ clock, len }) => clock + len > reach(client))) return false;
  return true;
}

/** Maps, lists, texts and plain values in one of the three maps; no documents in documents, no XML, no deep values. */
function isFitting(struct: Decoded['structs'][number]): boolean {
  if (!(struct instanceof Y.Item)) return true;
  const parent: unknown = struct.parent;
  if (typeof parent === 'string' && (!ROOTS.includes(parent) || struct.parentSub === null)) return false;
  if (struct.parentSub !== null && struct.parentSub.length > KEY_CHARS) return false;
  const { content } = struct;
  if (content instanceof Y.ContentType)
    return [Y.Map, Y.Array, Y.Text].some((kind) => content.type.constructor === kind);
  if (content instanceof Y.ContentAny) return content.arr.every((value) => isShallow(value, MAX_VALUE_DEPTH));
  return (
    content instanceof Y.ContentString ||
    content instanceof Y.ContentDeleted ||
    content instanceof Y.ContentJSON ||
    content instanceof Y.ContentFormat
  );
}

function isShallow(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  return depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1));
}

function refused(code: WeftError['code'], message: string): UpdateCheck {
  return { ok: false, error: weftError(code, message) };
}
