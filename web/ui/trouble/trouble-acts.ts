import type { NodeDisplayStatus } from '#shared/run/select.ts';
import { errorCategory } from '#shared/run/error-category.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { Resolution } from '#shared/run/events.ts';
import type { IconName } from '../kit/icons.ts';
import { TROUBLE_ADVICE, type TroubleAdvice } from './trouble-words.ts';

/** Everything that can be done about a step in trouble. */
export type TroubleActName =
  | 'retry'
  | 'retry-with'
  | 'change-model'
  | 'open-keys'
  | 'open-step'
  | 'show-cause'
  | 'try-now'
  | 'give-up-try'
  | 'run-again'
  | 'give-up'
  | 'count-as-billed';

export interface TroubleAct {
  readonly name: TroubleActName;
  readonly label: string;
  readonly icon?: IconName;
  /** What comes of it, where its name does not tell. */
  readonly hint?: string;
  /** It starts or steers a run: not for those who only watch. */
  readonly steers: boolean;
}

const ACTS: { readonly [name in TroubleActName]: Omit<TroubleAct, 'name'> } = {
  retry: { label: 'Retry', icon: 'rotate-cw', steers: true },
  'retry-with': { label: 'With words…', icon: 'pencil', steers: true },
  'change-model': { label: 'Change model…', steers: true },
  'open-keys': { label: 'Open keys…', icon: 'key-round', steers: false },
  'open-step': { label: 'Show field', steers: false },
  'show-cause': { label: 'Show cause', steers: false },
  'try-now': { label: 'Try now', icon: 'rotate-cw', steers: true },
  'give-up-try': { label: 'Give up', steers: true },
  'run-again': {
    ...{ label: 'Run again', icon: 'rotate-cw', steers: true },
    hint: 'Calls again. If this call was billed, both are paid.',
  },
  'give-up': {
    ...{ label: 'Give up', steers: true },
    hint: 'The step fails. If it was billed stays open.',
  },
  'count-as-billed': {
    ...{ label: 'Count as billed', steers: true },
    hint: 'The step fails. The call is noted as billed.',
  },
};

/** A step as far as its trouble goes. */
export interface Trouble {
  readonly status: NodeDisplayStatus;
  readonly error: WeftError | null;
  /** It asks a model: words and another model make a difference. */
  readonly asksModel: boolean;
}

/** What helps against a failure; null where none is known. */
export function adviceOf({ error }: Pick<Trouble, 'error'>): TroubleAdvice | null {
  return error === null ? null : TROUBLE_ADVICE[errorCategory(error.code)];
}

/** The acts for a step in trouble, the likeliest first; [] = there is nothing to be done at the step itself. */
export function troubleActs(trouble: Trouble): readonly TroubleAct[] {
  return namesOf(trouble).map((name) => ({
    name,
    ...ACTS[name],
    ...(name === 'open-step' && trouble.error?.field === undefined ? { label: 'Show step' } : {}),
  }));
}

function namesOf(trouble: Trouble): readonly TroubleActName[] {
  switch (trouble.status) {
    case 'failed':
      return ofFailure(trouble);
    case 'retrying':
      return ['try-now', 'give-up-try', ...(trouble.asksModel ? (['change-model'] as const) : [])];
    case 'unbilled':
      return ['run-again', 'give-up', 'count-as-billed'];
    case 'skipped': {
      const knowsCause = (trouble.error?.nodeIds?.length ?? 0) > 0;
      return knowsCause ? ['show-cause'] : trouble.error?.code === 'skipped-by-person' ? ['retry'] : [];
    }
    default:
      return [];
  }
}

/** Whoever may retry may retry with words. */
function ofFailure({ error, asksModel }: Trouble): readonly TroubleActName[] {
  const names = adviceOf({ error })?.acts ?? ['retry'];
  const usable = asksModel ? names : names.filter((name) => name !== 'retry-with' && name !== 'change-model');
  const kept = usable.length === 0 ? (['retry'] as const) : usable;
  return asksModel && kept.includes('retry') && !kept.includes('retry-with') ? [...kept, 'retry-with'] : kept;
}

/** What the acts reach: the session of the flow, and the page. */
export interface TroublePorts {
  readonly retry: () => unknown;
  /** Opens what asks for words and a model. */
  readonly askRetry: (first: 'words' | 'model') => unknown;
  readonly resolve: (resolution: Resolution) => unknown;
  readonly openKeys: () => unknown;
  readonly inspect: () => unknown;
  readonly showCause: () => unknown;
}

export function doTroubleAct(name: TroubleActName, ports: TroublePorts): unknown {
  switch (name) {
    case 'retry':
      return ports.retry();
    case 'retry-with':
      return ports.askRetry('words');
    case 'change-model':
      return ports.askRetry('model');
    case 'open-keys':
      return ports.openKeys();
    case 'open-step':
      return ports.inspect();
    case 'show-cause':
      return ports.showCause();
    case 'try-now':
    case 'run-again':
      return ports.resolve('retry');
    case 'give-up-try':
    case 'give-up':
      return ports.resolve('give-up');
    case 'count-as-billed':
      return ports.resolve('count-as-billed');
    default:
      return name satisfies never;
  }
}
