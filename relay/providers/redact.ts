import type { RelayEnvironment } from './types.ts';

/** Anything that looks like a key of a known provider, even one we do not hold. */
const KEY_SHAPES = [
  /\b(?:sk|hf|gsk|fw|key)[-_][A-Za-z0-9_-]{8,}/g,
  /\bBearer\s+[^\s"',;]+/gi,
  /\b(?:x-api-key|authorization|api[-_]?key)(["']?\s*[:=]\s*["']?)[^\s"',;]+/gi,
] as const;

const MASK = '[redacted]';

/** A part of a key this long already gives it away: providers echo "sk-…abcd". */
const FRAGMENT_CHARS = 8;

/**
 * Takes secrets out of a text that is about to be logged: whole, encoded for URLs or base64, their first and last
 * eight characters, and anything shaped like a key.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < 4) continue;
    for (const form of formsOf(secret)) clean = clean.split(form).join(MASK);
  }
  for (const shape of KEY_SHAPES) clean = clean.replace(shape, MASK);
  return clean;
}

function formsOf(secret: string): readonly string[] {
  const forms = [secret, encodeURIComponent(secret), toBase64(secret)];
  if (secret.length >= FRAGMENT_CHARS * 2)
    forms.push(secret.slice(0, FRAGMENT_CHARS), secret.slice(-FRAGMENT_CHARS));
  return forms;
}

function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** The values of all variables whose name says that they are secret. */
export function secretsOf(environment: RelayEnvironment): readonly string[] {
  return Object.entries(environment)
    .filter(([name]) => /KEY|SECRET|TOKEN|PASSWORD/.test(name))
    .flatMap(([, value]) => (value === undefined || value === '' ? [] : [value]));
}
