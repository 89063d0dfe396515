/** How fast calls may be started. A bucket per person, flow and provider; all of them have to agree. */
export interface RateLimits {
  /** Takes one from each bucket. @returns 0, or the milliseconds until that works, and then nothing was taken. */
  take(names: readonly RateName[], now: number): number;
}

export interface RateName {
  readonly kind: 'person' | 'flow' | 'provider' | 'key-check';
  readonly id: string;
}

interface Rates {
  readonly ratePersonPerMinute: number;
  readonly rateFlowPerMinute: number;
  readonly rateProviderPerMinute: number;
  readonly keyChecksPerMinute: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

const MINUTE_MS = 60_000;
/** More buckets are not remembered: full ones go first, and a full one is as good as none. */
const MOST_BUCKETS = 2_000;

/** Buckets hold a third of a minute's calls. They live in memory: after a restart all are full. */
export function createRateLimits(rates: Rates): RateLimits {
  const perMinute: { readonly [kind in RateName['kind']]: number } = {
    person: rates.ratePersonPerMinute,
    flow: rates.rateFlowPerMinute,
    provider: rates.rateProviderPerMinute,
    'key-check': rates.keyChecksPerMinute,
  };
  const buckets = new Map<string, Bucket & { readonly kind: RateName['kind'] }>();
  const burstOf = (kind: RateName['kind']): number => Math.max(1, Math.ceil(perMinute[kind] / 3));
  const refill = ({ kind, id }: RateName, now: number) => {
    const key = `${kind}:${id}`;
    const bucket = buckets.get(key) ?? { kind, tokens: burstOf(kind), at: now };
    // A clock that was set back gives nothing, and takes nothing away.
    const gained = (Math.max(0, now - bucket.at) * perMinute[kind]) / MINUTE_MS;
    bucket.tokens = Math.min(burstOf(kind), bucket.tokens + gained);
    bucket.at = now;
    buckets.set(key, bucket);
    return bucket;
  };
  const forgetFull = (now: number): void => {
    for (const [key, { kind, tokens, at }] of buckets) {
      const gained = (Math.max(0, now - at) * perMinute[kind]) / MINUTE_MS;
      if (tokens + gained >= burstOf(kind)) buckets.delete(key);
    }
  };
  return Object.freeze({
    take(names: readonly RateName[], now: number) {
      if (buckets.size > MOST_BUCKETS) forgetFull(now);
      const found = names.map((name) => refill(name, now));
      const waits = found.map(({ kind, tokens }) =>
        tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * MINUTE_MS) / perMinute[kind]),
      );
      const wait = Math.max(0, ...waits);
      if (wait === 0) for (const bucket of found) bucket.tokens -= 1;
      return wait;
    },
  });
}
