import type { Estimate } from '../../state/flow/estimate.ts';
import { money, plural } from './format.ts';

const MODELS_NAMED = 3;

export interface EstimateWords {
  /** For the bar: what is called and for how much. */
  readonly short: string;
  /** In full: the models, the range, and what the cache saves. */
  readonly long: string;
}

/** For the Run button: what pressing it will call, what that costs, and what the cache saves. */
export function estimateWords(estimate: Estimate | null, demo: boolean): EstimateWords {
  if (demo)
    return {
      short: 'Demo, free',
      long: 'Runs on the built-in demo: sample words, nothing sent to a provider, nothing charged.',
    };
  if (estimate === null) return { short: '', long: 'Runs the flow' };
  if (estimate.problems > 0)
    return {
      short: 'Not ready to run',
      long: `${plural(estimate.problems, 'thing')} must be mended before this flow can run.`,
    };
  return { short: shortly(estimate), long: `${fully(estimate)}${savings(estimate.saved)}` };
}

function shortly(estimate: Estimate): string {
  if (estimate.calls === 0) return estimate.saved.calls > 0 ? 'All from the cache' : 'No calls';
  return `${callsOf(estimate)} · ${priceOf(estimate)}`;
}

function fully(estimate: Estimate): string {
  if (estimate.calls === 0)
    return estimate.saved.calls > 0
      ? 'Nothing to call: everything comes from the cache.'
      : 'Nothing to call: no step asks a model.';
  const shown = estimate.models.slice(0, MODELS_NAMED);
  const rest = estimate.models.length - shown.length;
  const names = shown.map(({ label, steps }) => (steps > 1 ? `${label} ×${steps}` : label));
  const models = [...names, ...(rest > 0 ? [plural(rest, 'more model')] : [])].join(', ');
  const repeated = estimate.more ? ' Steps inside a container ask once for each item.' : '';
  return `${callsOf(estimate)} to ${models}: ${priceOf(estimate)}.${repeated}`;
}

const callsOf = ({ calls, more }: Estimate): string => (more ? `${calls}+ calls` : plural(calls, 'call'));

function priceOf(cost: Omit<Estimate['saved'], 'calls'>): string {
  if (cost.unknown) return 'price not known';
  if (cost.highMicroUsd === 0) return 'free';
  const [low, high] = [money(cost.lowMicroUsd), money(cost.highMicroUsd)];
  return low === high ? `about ${low}` : `${low} to ${high}`;
}

function savings(saved: Estimate['saved']): string {
  if (saved.calls === 0) return '';
  const worth = saved.unknown || saved.highMicroUsd === 0 ? '' : `, ${priceOf(saved)}`;
  return ` The cache saves ${plural(saved.calls, 'call')}${worth}.`;
}
