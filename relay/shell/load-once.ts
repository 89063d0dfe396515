/** Loads a room once: every event of it awaits this, because partykit does not wait for onStart. */
export function loadOnce(load: () => Promise<void>): () => Promise<void> {
  let loading: Promise<void> | null = null;
  return () => {
    loading ??= load().catch((error: unknown) => {
      // The next event tries again: a room must not stay broken because storage once was.
      loading = null;
      throw error;
    });
    return loading;
  };
}
