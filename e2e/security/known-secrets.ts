/** Secrets of links and tokens that went by while something was watched, looked for without regard to how many they are. */
export interface KnownSecrets {
  learn(secret: string): void;
  readonly count: number;
  /** Whether one of them, or half of one, is in there. */
  isIn(bytes: Buffer): boolean;
}

const WINDOW = 20;
const RUN = /[\w.-]{20,}/g;

export function createKnownSecrets(): KnownSecrets {
  const windows = new Set<string>();
  const secrets = new Set<string>();
  const has = (text: string): boolean => (text.match(RUN) ?? []).some(holdsOne);
  const holdsOne = (run: string): boolean => {
    for (let from = 0; from + WINDOW <= run.length; from += 1)
      if (windows.has(run.slice(from, from + WINDOW))) return true;
    return false;
  };
  return Object.freeze({
    learn(secret: string) {
      if (secret.length < WINDOW || secrets.has(secret)) return;
      secrets.add(secret);
      // The end of a token is its signature: its beginning is the same for all.
      windows.add(secret.slice(-WINDOW));
      if (!secret.includes('.')) windows.add(secret.slice(0, WINDOW));
    },
    get count() {
      return secrets.size;
    },
    isIn: (bytes: Buffer) =>
      secrets.size > 0 &&
      (has(bytes.toString('latin1')) ||
        has(bytes.toString('utf16le')) ||
        has(bytes.subarray(1).toString('utf16le'))),
  });
}
