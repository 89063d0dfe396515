/** Bodies shorter than this are not worth it. */
const WORTHWHILE_BYTES = 1_024;

/** The response gzipped when the client takes that; nothing else of it changes. */
export async function compressed(response: Response, acceptEncoding: string | null): Promise<Response> {
  if (!response.ok || !/\bgzip\b/.test(acceptEncoding ?? '')) return response;
  const body = await response.arrayBuffer();
  const headers = new Headers(response.headers);
  headers.set('vary', 'accept-encoding');
  if (body.byteLength < WORTHWHILE_BYTES) return new Response(body, { status: response.status, headers });
  headers.set('content-encoding', 'gzip');
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  // `manual`: the body is encoded already; without it workerd would do it once more.
  return new Response(stream, { status: response.status, headers, encodeBody: 'manual' });
}
