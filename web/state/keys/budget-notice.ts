import type { FlowGrant } from '#shared/protocol/vault-messages.ts';
import { dollars } from '#shared/dollars.ts';

/** What the page says of a budget on which nothing can be paid now. */
export interface BudgetNotice {
  readonly title: string;
  readonly text: string;
}

/**
 * null = the budget has room. @param dayEndsAt relay time at which a new day begins, ms
 * @param isOwn whether this browser's own ring pays
 */
export function budgetNotice(
  { grant, state }: FlowGrant,
  dayEndsAt: number | null,
  isOwn: boolean,
): BudgetNotice | null {
  if (state !== 'used-up') return null;
  const { budget, spent } = grant;
  const raise = isOwn ? 'Raise it' : `Ask ${grant.name} to raise it`;
  const isTotal = budget.totalMicroUsd !== null && spent.totalMicroUsd >= budget.totalMicroUsd;
  if (isTotal)
    return {
      title: `All of the ${dollars(budget.totalMicroUsd ?? 0)} for this flow is spent.`,
      text: `${raise}, then run again.`,
    };
  const amount = dollars(budget.perDayMicroUsd ?? 0);
  const time = dayEndsAt === null ? 'tomorrow' : `at ${clock.format(dayEndsAt)}`;
  return { title: `Today’s ${amount} for this flow is spent.`, text: `${raise}, or run again ${time}.` };
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
