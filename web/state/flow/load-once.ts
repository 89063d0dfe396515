/** What is fetched when somebody first asks for it. */
export interface LoadOnce<T> {
  /** Rejects when it cannot be fetched; the next call tries again. */
  (): Promise<T>;
  /** Only if somebody has asked; null = nobody has. */
  readonly asked: () => Promise<T> | null;
}

export function loadOnce<T>(load: () => Promise<T>): LoadOnce<T> {
  let loading: Promise<T> | null = null;
  const ask = (): Promise<T> =>
    (loading ??= load().catch((caught: unknown) => {
      loading = null;
      throw caught;
    }));
  return Object.assign(ask, { asked: () => loading });
}
