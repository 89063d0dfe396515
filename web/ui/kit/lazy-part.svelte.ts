/**
 * A component that is fetched when somebody is about to use it: what floats above a page is no part of opening it. When
 * the page has long been open it is fetched anyway, so that it is there even if the relay is gone by then.
 */
export interface LazyPart<Part> {
  /** null until it has come. */
  readonly part: Part | null;
  /** It could not be fetched so far. */
  readonly failed: boolean;
  /** Fetches it, once. A failed fetch is tried again by itself, each time after twice the pause. */
  readonly wake: () => void;
}

type Load<Part> = () => Promise<{ readonly default: Part }>;

/** What the page needs first has long arrived by then. */
const PREFETCH_AFTER_MS = 3_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

const waiting = new Set<() => Promise<unknown>>();

/** @param load a constant of the module, so that many instances are fetched for once. */
export function createLazyPart<Part>(load: Load<Part>): LazyPart<Part> {
  let part = $state.raw<Part | null>(null);
  let failed = $state(false);
  let isAsked = false;
  prefetchLater(load);
  const fetchIt = (pauseMs: number) => {
    load().then(
      (module) => (part = module.default),
      () => {
        failed = true;
        setTimeout(fetchIt, pauseMs, Math.min(2 * pauseMs, LONGEST_PAUSE_MS));
      },
    );
  };
  return {
    get part() {
      return part;
    },
    get failed() {
      return failed && part === null;
    },
    wake() {
      if (isAsked) return;
      isAsked = true;
      fetchIt(FIRST_PAUSE_MS);
    },
  };
}

/** Fetches something when the page has long been open. */
export function prefetchLater(load: () => Promise<unknown>): void {
  if (waiting.size === 0) setTimeout(prefetch, PREFETCH_AFTER_MS);
  waiting.add(load);
}

function prefetch(): void {
  // Whoever wakes the part asks again and hears of the failure.
  for (const load of waiting) load().catch(() => undefined);
  waiting.clear();
}
