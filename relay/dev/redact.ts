/** Shorter values are no keys, and replacing them everywhere would make a log unreadable. */
const SHORTEST_SECRET = 8;

/** Makes a function that replaces every given secret in a text by `[redacted]`. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const worthHiding = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  return (text) => worthHiding.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
}
