import type { IncomingHttpHeaders } from 'node:http';
import { createKnownSecrets, type KnownSecrets } from './known-secrets.ts';
import type { SecretScanner } from './secret-scanner.ts';

/**
 * Reads along between browsers and the relay: no byte that the relay sends may be one of its secrets, and no address that
 * a browser asks for, and nothing that it says of where it comes from, may hold the secret of a link or a token.
 */
export interface TrafficWatch {
  /** Pieces of one answer or socket, in their order, as the relay sends them. */
  answer(where: string): (piece: Buffer) => void;
  request(path: string, headers: IncomingHttpHeaders): void;
  /** What a browser sends: here links' secrets are learned. */
  body(path: string, bytes: Buffer): void;
  /** Secrets of links and tokens that were seen on their way. */
  readonly known: KnownSecrets;
  readonly bytes: number;
  readonly answers: number;
  /** What was found, each with its place; nothing is expected. */
  faults(): readonly string[];
}

/** As much of the end of a piece is looked at again with the next. */
const OVERLAP_BYTES = 512;
const CARRIES_SECRET = /^\/api\/(?:flows|rings)(?:\/[\w-]+\/token)?$/;

export function createTrafficWatch(scanner: SecretScanner): TrafficWatch {
  const faults = new Set<string>();
  const known = createKnownSecrets();
  const paths = new Set<string>();
  const files = new Set<string>();
  let bytes = 0;
  let answers = 0;
  return Object.freeze({
    known,
    get bytes() {
      return bytes;
    },
    get answers() {
      return answers;
    },
    answer(where: string) {
      answers += 1;
      // Files of the page have their content's hash in their name: once is enough.
      const isKnownFile = where.includes('/assets/') && files.size === files.add(where).size;
      let end: Buffer = Buffer.alloc(0);
      return (piece: Buffer) => {
        bytes += piece.length;
        if (isKnownFile) return;
        const text = Buffer.concat([end, piece]);
        for (const name of scanner.found(text)) faults.add(`${name} in what came from ${where}`);
        end = text.subarray(-OVERLAP_BYTES);
      };
    },
    request(path: string, headers: IncomingHttpHeaders) {
      paths.add(path);
      const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
      if (scheme?.toLowerCase() === 'bearer') known.learn(token);
      const { referer } = headers;
      // Style sheets and workers say from where they ask for fonts and files: from a file.
      if (referer !== undefined && !new URL(referer).pathname.startsWith('/assets/'))
        faults.add(`Referer ${referer}`);
    },
    body(path: string, body: Buffer) {
      if (!CARRIES_SECRET.test(path)) return;
      for (const secret of secretsIn(body)) known.learn(secret);
    },
    faults() {
      const named = [...paths].filter(
        (path) => known.isIn(Buffer.from(path)) || scanner.found(Buffer.from(path)).length > 0,
      );
      return [...faults, ...named.map((path) => `a secret in the address ${path}`)];
    },
  });
}

function secretsIn(body: Buffer): readonly string[] {
  try {
    const { ownerSecret, secret } = JSON.parse(body.toString()) as Record<string, unknown>;
    return [ownerSecret, secret].filter((value) => typeof value === 'string');
  } catch {
    // Not JSON: no secret that anybody reads.
    return [];
  }
}
