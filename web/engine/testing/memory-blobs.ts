import { hashBytes } from '#shared/hash.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { RunBlobs } from '../ports.ts';

export interface MemoryBlobs extends RunBlobs {
  readonly size: () => number;
  readonly has: (hash: string) => boolean;
}

export function createMemoryBlobs(): MemoryBlobs {
  const bytes = new Map<string, Uint8Array>();
  return {
    size: () => bytes.size,
    has: (hash) => bytes.has(hash),
    put: async (content) => {
      const hash = hashBytes(content);
      bytes.set(hash, content);
      return hash;
    },
    get: async (hash) => {
      const content = bytes.get(hash);
      if (content === undefined) throw new WeftFailure(weftError('blob-missing', hash));
      return content;
    },
    keep: async (hash) => {
      if (!bytes.has(hash)) throw new WeftFailure(weftError('blob-missing', hash));
    },
  };
}
