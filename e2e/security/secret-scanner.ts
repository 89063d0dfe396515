/** Looks for secrets in bytes: whole or in part, as they are or in the usual encodings. */
export interface SecretScanner {
  /** Names of the secrets that are in there. */
  found(bytes: Buffer): readonly string[];
}

/** The end of a key, which people may see to tell their keys apart. */
const SHOWN = 4;
/** Of a secret this much in a row is as good as all of it. */
const WINDOW = 16;

/**
 * @param secrets by name; each longer than 20 characters, so that no part that is looked for stands somewhere by chance
 * @throws RangeError for a shorter one
 */
export function createSecretScanner(secrets: Readonly<Record<string, string>>): SecretScanner {
  const needles = Object.entries(secrets).map(([name, value]) => [name, needlesOf(name, value)] as const);
  return Object.freeze({
    found: (bytes: Buffer) =>
      needles.flatMap(([name, forms]) => (forms.some((form) => bytes.includes(form)) ? [name] : [])),
  });
}

function needlesOf(name: string, value: string): readonly Buffer[] {
  const hidden = value.slice(0, -SHOWN);
  if (hidden.length < WINDOW) throw new RangeError(`${name} is too short to be looked for.`);
  const middle = Math.floor((hidden.length - WINDOW) / 2);
  const windows = [0, middle, hidden.length - WINDOW].map((from) => hidden.slice(from, from + WINDOW));
  const parts = [...new Set(windows)];
  const bytes = Buffer.from(hidden);
  return [
    ...parts.map((part) => Buffer.from(part)),
    // As JavaScript stores a text in which one character is beyond Latin-1.
    ...parts.map((part) => Buffer.from(part, 'utf16le')),
    ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase()].map((text) => Buffer.from(text)),
    ...[0, 1, 2].flatMap((shift) => base64Inside(bytes, shift)).map((text) => Buffer.from(text)),
  ];
}

/** What of its base64 is the same whatever stands around it, when so many bytes stand before it. */
function base64Inside(bytes: Buffer, shift: number): readonly string[] {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const inside = text.slice(shift === 0 ? 0 : shift + 1, -1);
  return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
}
