import type { RelayEnvironment } from '../providers/types.ts';

const DEFAULT_USD = 50;
const MOST_USD = 1_000_000;

/**
 * What the runs of one flow may spend of the relay's own keys on a day of UTC, in micro-dollars: WEFT_FLOW_BUDGET_USD_PER_DAY,
 * dollars or `none`. What is neither counts as left out: 50. @returns null = without limit.
 */
export function flowBudget(environment: RelayEnvironment): number | null {
  const text = (environment['WEFT_FLOW_BUDGET_USD_PER_DAY'] ?? '').trim();
  if (text === 'none') return null;
  const usd = /^\d+(\.\d+)?$/.test(text) ? Number(text) : DEFAULT_USD;
  return Math.round(Math.min(usd, MOST_USD) * 1_000_000);
}
