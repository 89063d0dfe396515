import { dollars } from '#shared/dollars.ts';
import type { ModelKind, ProviderDescription } from '#shared/protocol/providers.ts';
import type {
  Budget,
  FlowGrant,
  FlowGrantsResponse,
  KeyState,
  RingKey,
} from '#shared/protocol/vault-messages.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';

const MICRO_USD = 1_000_000;
/** From this part of a cap on it is nearly reached. */
const NEAR = 0.8;

/** What a chip says of a provider's key. */
export interface KeyChip {
  readonly status: NodeDisplayStatus;
  readonly word: string;
}

const CHIPS: { readonly [state in KeyState]: KeyChip } = {
  works: { status: 'done', word: 'Working' },
  refused: { status: 'failed', word: 'Refused' },
  unreadable: { status: 'failed', word: 'Unreadable' },
};

/** `told` = as the relay describes the provider without anybody's ring. */
export function keyChip(key: RingKey | null, told: ProviderDescription): KeyChip {
  if (key !== null) return CHIPS[key.state];
  if (told.status === 'ready') return { status: 'done', word: 'Ready' };
  return { status: 'idle', word: told.status === 'missing-key' ? 'No key' : 'Not set up' };
}

const KINDS: { readonly [kind in ModelKind]: string } = { text: 'text', vision: 'vision', image: 'pictures' };

/** `Text, vision · ends in 4f2c`. */
export function keyLine(key: RingKey | null, told: ProviderDescription): string {
  const kinds = new Set(told.models.flatMap((model) => model.kinds.map((kind) => KINDS[kind])));
  const what = [...kinds].join(', ');
  const whose =
    key === null ? (told.status === 'ready' ? 'key of the relay' : '') : `ends in ${key.lastFour}`;
  const line = [what, whose].filter((part) => part !== '').join(' · ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** What a person has to know of a key that does not work; null when it does. */
export function keyTrouble(state: KeyState, label: string): string | null {
  switch (state) {
    case 'works':
      return null;
    case 'refused':
      return `${label} no longer takes this key. Put in another one.`;
    case 'unreadable':
      return 'The relay can no longer read this key: its own secret is another one now. Put the key in again.';
    default:
      return state satisfies never;
  }
}

const microUsdOf = (amount: number): number => Math.round(amount * MICRO_USD);
const dollarsOf = (microUsd: number | null): number | null =>
  microUsd === null ? null : microUsd / MICRO_USD;

/** How much of a cap is used, 0 to 1; null = there is no cap. Nothing is left of a cap of nothing. */
export function used(spentMicroUsd: number, capMicroUsd: number | null): number | null {
  if (capMicroUsd === null) return null;
  return capMicroUsd === 0 ? 1 : Math.min(1, spentMicroUsd / capMicroUsd);
}

export interface SpentLine {
  readonly words: string;
  readonly part: number | null;
  readonly status: NodeDisplayStatus;
}

/** Of today, else of all time: whichever has a cap. */
export function spentLine({ grant }: Pick<FlowGrant, 'grant'>): SpentLine {
  const { spent, budget } = grant;
  const isDaily = budget.perDayMicroUsd !== null || budget.totalMicroUsd === null;
  const amount = isDaily ? spent.todayMicroUsd : spent.totalMicroUsd;
  const cap = isDaily ? budget.perDayMicroUsd : budget.totalMicroUsd;
  const part = used(amount, cap);
  const of = cap === null ? '' : ` of ${dollars(cap)}`;
  const held = spent.heldMicroUsd > 0 ? `, ${dollars(spent.heldMicroUsd)} set aside for runs at work` : '';
  return {
    words: `${dollars(amount)}${of} ${isDaily ? 'today' : 'in all'}${held}`,
    part,
    status: usedStatus(part),
  };
}

/** What the relay's own keys paid for a flow. */
export function relayLine({ spent, perDayMicroUsd: cap }: FlowGrantsResponse['environment']): SpentLine {
  const part = used(spent.todayMicroUsd, cap);
  const of = cap === null ? '' : ` of ${dollars(cap)}`;
  return { words: `${dollars(spent.todayMicroUsd)}${of} today`, part, status: usedStatus(part) };
}

function usedStatus(part: number | null): NodeDisplayStatus {
  return part === null || part < NEAR ? 'done' : part < 1 ? 'waiting' : 'failed';
}

/** What a grant of somebody says of itself. */
export function grantChip({ state, grant }: FlowGrant): KeyChip {
  switch (state) {
    case 'usable':
      return spentLine({ grant }).status === 'done'
        ? { status: 'done', word: 'Pays' }
        : { status: 'waiting', word: 'Near cap' };
    case 'used-up':
      return { status: 'failed', word: 'Used up' };
    case 'ended':
      return { status: 'idle', word: 'Ended' };
    case 'revoked':
      return { status: 'idle', word: 'Revoked' };
    default:
      return state satisfies never;
  }
}

/** The fields of a budget, in dollars; null = no limit of that kind. */
export interface BudgetFields {
  readonly perRun: number | null;
  readonly perDay: number | null;
  readonly total: number | null;
}

/** What a flow may spend before anybody has said anything. */
export const FIRST_BUDGET: BudgetFields = { perRun: null, perDay: 2, total: null };

export function budgetFields(budget: Budget): BudgetFields {
  return {
    perRun: dollarsOf(budget.perRunMicroUsd),
    perDay: dollarsOf(budget.perDayMicroUsd),
    total: dollarsOf(budget.totalMicroUsd),
  };
}

/** null = no limit at all is set, and one is needed. */
export function budgetOf({ perRun, perDay, total }: BudgetFields): Budget | null {
  if (perRun === null && perDay === null && total === null) return null;
  const micro = (amount: number | null) => (amount === null ? null : microUsdOf(amount));
  return {
    perRunMicroUsd: micro(perRun),
    perDayMicroUsd: micro(perDay),
    totalMicroUsd: micro(total),
  };
}
