/** What a body is read from: the platform's request, of either typing. */
export interface BodySource {
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): BodyReader } | null;
}

interface BodyReader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/**
 * So much more than is allowed is read and thrown away: a connection that is closed while its client still sends takes
 * the refusal back before it was read.
 */
const DRAINED_BYTES = 4 * 1024 * 1024;

/** The whole body, or null when it is larger than allowed; what is far larger is not read to its end. */
export async function readBody(request: BodySource, maxBytes: number): Promise<Uint8Array | null> {
  const mostBytes = maxBytes + DRAINED_BYTES;
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return null;
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (part.value === undefined) continue;
    bytes += part.value.length;
    if (bytes > mostBytes) {
      await reader.cancel();
      return null;
    }
    if (bytes <= maxBytes) chunks.push(part.value);
  }
  return bytes > maxBytes ? null : joinedOf(chunks, bytes);
}

function joinedOf(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const joined = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}

/** The body as JSON; undefined when it is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    // Not JSON: whoever asked gets the schema's refusal.
    return undefined;
  }
}
