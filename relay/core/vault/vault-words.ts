import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { BudgetKind } from './budget.ts';

/** Refusals of the vault: what happened, and what to do. */

/** Dollars and cents; below a cent as many digits as it takes. */
export function dollars(microUsd: number): string {
  const usd = microUsd / 1_000_000;
  return `$${usd === 0 || usd >= 0.01 ? usd.toFixed(2) : usd.toPrecision(2)}`;
}

export function grantEnded(why: 'revoked' | 'ended' | 'unknown'): WeftError {
  switch (why) {
    case 'revoked':
      return weftError(
        'grant-ended',
        'The keys that pay for this run were taken back by whoever gave them. Ask them, or start it anew with other keys.',
      );
    case 'ended':
      return weftError(
        'grant-ended',
        'The keys that pay for this run were given until a date that has passed. Ask whoever gave them for more time.',
      );
    case 'unknown':
      return weftError('grant-ended', 'The keys that should pay for this run are not there. Choose others.');
    default:
      return why satisfies never;
  }
}

interface Used {
  readonly kind: BudgetKind;
  readonly limitMicroUsd: number;
  readonly leftMicroUsd: number;
  readonly neededMicroUsd: number;
  /** Until a day's budget begins anew. */
  readonly dayEndsInMs: number;
}

const OF_KIND: { readonly [kind in BudgetKind]: string } = {
  run: 'for one run',
  day: 'for today',
  total: 'in all',
};

/** The budget leaves no room for the next call. */
export function budgetUsed({
  kind,
  limitMicroUsd,
  leftMicroUsd,
  neededMicroUsd,
  dayEndsInMs,
}: Used): WeftError {
  const budget = `The budget of ${dollars(limitMicroUsd)} ${OF_KIND[kind]}`;
  const what =
    leftMicroUsd === 0
      ? `${budget} is used up.`
      : `${budget} has ${dollars(leftMicroUsd)} left, and the next call may cost ${dollars(neededMicroUsd)}.`;
  const hours = Math.max(1, Math.round(dayEndsInMs / 3_600_000));
  const then =
    kind === 'day'
      ? `A new day begins in ${hours === 1 ? 'an hour' : `${hours} hours`}; or have it raised, then resume.`
      : 'Have it raised, then resume.';
  return weftError('budget-exceeded', `${what} ${then}`, {
    retryable: kind === 'day',
    ...(kind === 'day' ? { retryAfterMs: dayEndsInMs } : {}),
  });
}

export function budgetHeld(): WeftError {
  return weftError(
    'budget-exceeded',
    'Other calls and runs hold the rest of the budget. This call waits for what they give back.',
    {
      retryable: true,
    },
  );
}

/** @param ahead turns of others that come before. */
export function notItsTurn(ahead: number): WeftError {
  const words = ahead === 0 ? 'It is the next.' : `${ahead} before it.`;
  return weftError('rate-limited-here', `Waiting its turn at the provider. ${words}`, { retryable: true });
}

export function tooFast(retryAfterMs: number): WeftError {
  const seconds = Math.ceil(retryAfterMs / 1_000);
  return weftError(
    'rate-limited-here',
    `Too many calls in a short time. The next may start in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
    { retryable: true, retryAfterMs },
  );
}

export function noKey(providerId: string): WeftError {
  return weftError(
    'missing-key',
    `The key ring that pays has no key for ${providerId}. Put one in, then resume.`,
    {
      providerId,
    },
  );
}

export function unreadable(providerId: string): WeftError {
  return weftError(
    'key-unreadable',
    `This relay can no longer read its key for ${providerId}. Put the key in again, then resume; nothing was spent.`,
    { providerId },
  );
}

export function gone(): WeftError {
  return weftError('not-found', 'There is nothing here.');
}
