/**
 * Bytes of people and models, given out so that no browser shows or runs them as a document of this origin.
 * @param cache 'for-ever' where the address names the content by its hash
 */
export function servedBytes(bytes: Uint8Array, cache: 'for-ever' | 'never'): Response {
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'cache-control': cache === 'never' ? 'no-store' : 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  });
}
