/** The address, with a relative one read from `base`; null when it is none. */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    // The constructor's only way to say that it is no address.
    return null;
  }
}
