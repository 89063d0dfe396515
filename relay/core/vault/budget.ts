import type { Budget } from '#shared/protocol/vault-messages.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Number of a day of UTC since 1970. @param now relay time, ms. */
export function dayOf(now: number): number {
  return Math.floor(now / DAY_MS);
}

/** Relay time at which the day of `now` ends, ms. */
export function dayEnd(now: number): number {
  return (dayOf(now) + 1) * DAY_MS;
}

/** Sums in micro-dollars, of one run, of today, and of all time. */
export interface Sums {
  readonly run: number;
  readonly day: number;
  readonly total: number;
}

export const BUDGET_KINDS = ['run', 'day', 'total'] as const;
export type BudgetKind = (typeof BUDGET_KINDS)[number];

/**
 * Whether a call fits. `held` = it will, as soon as calls at work have given back what they do not need; `used` = what
 * was spent leaves no room for it.
 */
export type Judgement =
  | { readonly type: 'fits' }
  | { readonly type: 'held' }
  | {
      readonly type: 'used';
      readonly kind: BudgetKind;
      readonly limitMicroUsd: number;
      readonly leftMicroUsd: number;
    };

/** Reserve first: a call is made only when all that it may cost fits beside what was spent and is held [CA2]. */
export function judge(
  microUsd: number,
  budget: Budget,
  { spent, held }: { readonly spent: Sums; readonly held: Sums },
): Judgement {
  let waits = false;
  for (const kind of BUDGET_KINDS) {
    const limitMicroUsd = limitOf(budget, kind);
    if (limitMicroUsd === null) continue;
    const leftMicroUsd = Math.max(0, limitMicroUsd - spent[kind]);
    if (microUsd > leftMicroUsd) return { type: 'used', kind, limitMicroUsd, leftMicroUsd };
    waits ||= microUsd > leftMicroUsd - held[kind];
  }
  return { type: waits ? 'held' : 'fits' };
}

/** What of a budget is neither spent nor held; infinite where it has no limit. Below zero when it was lowered. */
export function leftBeside(
  budget: Budget,
  { spent, held }: { readonly spent: Sums; readonly held: Sums },
): Sums {
  const left = (kind: BudgetKind): number =>
    (limitOf(budget, kind) ?? Number.POSITIVE_INFINITY) - spent[kind] - held[kind];
  return { run: left('run'), day: left('day'), total: left('total') };
}

function limitOf(budget: Budget, kind: BudgetKind): number | null {
  switch (kind) {
    case 'run':
      return budget.perRunMicroUsd;
    case 'day':
      return budget.perDayMicroUsd;
    case 'total':
      return budget.totalMicroUsd;
    default:
      return kind satisfies never;
  }
}

/**
 * What counts as spent today. A clock that was set back finds days that lie ahead: what was spent on them counts as well,
 * so that no jump of the clock makes a budget larger.
 */
export function spentSince(days: { readonly [day: string]: number }, today: number): number {
  return Object.entries(days).reduce((sum, [day, spent]) => (Number(day) >= today ? sum + spent : sum), 0);
}

/** Days further back are in the total and nowhere else. */
const KEPT_DAYS = 3;

export function withSpent(
  days: { readonly [day: string]: number },
  day: number,
  microUsd: number,
): { readonly [day: string]: number } {
  const next: Record<string, number> = { ...days, [day]: Math.max(0, (days[day] ?? 0) + microUsd) };
  const kept = Object.entries(next).filter(([other]) => Number(other) > day - KEPT_DAYS);
  return Object.fromEntries(kept);
}
