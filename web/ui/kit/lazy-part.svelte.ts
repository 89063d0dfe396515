/** A component that is fetched when somebody is about to use it: what floats above a page is no part of opening it. */
export interface LazyPart<Part> {
  /** null until it has come. */
  readonly part: Part | null;
  /** Fetches it, once. A failed fetch is tried again at the next call. */
  readonly wake: () => void;
}

export function createLazyPart<Part>(load: () => Promise<{ readonly default: Part }>): LazyPart<Part> {
  let part = $state.raw<Part | null>(null);
  let isAsked = false;
  return {
    get part() {
      return part;
    },
    wake() {
      if (isAsked) return;
      isAsked = true;
      load().then(
        (module) => (part = module.default),
        () => (isAsked = false),
      );
    },
  };
}
