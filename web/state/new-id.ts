/** Random ids and secrets, made in the browser from its cryptographic randomness. */

/** Bytes of randomness: 126 bits and more for every id, 256 for a secret. */
const ID_BYTES = 16;
const SECRET_BYTES = 32;

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

const random = (length: number) => base64url(crypto.getRandomValues(new Uint8Array(length)));

/** Id of a node or thread: 22 characters, 128 random bits. */
export function newNodeId(): string {
  return random(ID_BYTES);
}

/** Id of a flow: 22 characters, 128 random bits. */
export function newFlowId(): string {
  return random(ID_BYTES);
}

/** The owner's secret of a flow: 43 characters, 256 random bits. It travels in URL fragments only. */
export function newSecret(): string {
  return random(SECRET_BYTES);
}
