/** Takes a key out of bytes that come in pieces, wherever they are cut. */
export interface KeyHider {
  /** What may be passed on of everything until now; a beginning of the key at its end waits for the next piece. */
  take(piece: Uint8Array): Uint8Array;
  /** What waits when nothing more comes. */
  rest(): Uint8Array;
}

/** Shorter ones stand in ordinary words: hiding them would harm answers and protect nobody. */
const SHORTEST_KEY = 8;
const STAR = 0x2a;

/**
 * Servers repeat what they were sent: gateways in their errors, debugging ones in their answers. Whoever reads a run is not
 * to find the key there, so it is written over by as many stars; everything else stays as it was. @returns null for no key
 */
export function createKeyHider(key: string): KeyHider | null {
  if (key.length < SHORTEST_KEY) return null;
  const needle = new TextEncoder().encode(key);
  let held = new Uint8Array();
  return Object.freeze({
    take(piece: Uint8Array) {
      const bytes = new Uint8Array(held.length + piece.length);
      bytes.set(held);
      bytes.set(piece, held.length);
      for (let at = placeOf(needle, bytes, 0); at >= 0; at = placeOf(needle, bytes, at + needle.length))
        bytes.fill(STAR, at, at + needle.length);
      const end = bytes.length - beginningAtEnd(needle, bytes);
      held = bytes.slice(end);
      return bytes.subarray(0, end);
    },
    rest: () => held,
  });
}

/** The key that a request carries, as its header says it; empty for none. */
export function keyIn(headers: Headers): string {
  const bearer = headers.get('authorization')?.replace(/^\w+\s+/, '');
  return (bearer ?? headers.get('x-api-key') ?? '').trim();
}

function placeOf(needle: Uint8Array, bytes: Uint8Array, from: number): number {
  const first = needle[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1))
    if (startsAt(needle, bytes, at) === needle.length) return at;
  return -1;
}

/** How many bytes at the end are a beginning of the key. */
function beginningAtEnd(needle: Uint8Array, bytes: Uint8Array): number {
  const first = needle[0] ?? 0;
  const from = Math.max(0, bytes.length - needle.length + 1);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1))
    if (startsAt(needle, bytes, at) === bytes.length - at) return bytes.length - at;
  return 0;
}

/** How many bytes from there on are those of the key. */
function startsAt(needle: Uint8Array, bytes: Uint8Array, at: number): number {
  let same = 0;
  while (same < needle.length && at + same < bytes.length && needle[same] === bytes[at + same]) same += 1;
  return same;
}
