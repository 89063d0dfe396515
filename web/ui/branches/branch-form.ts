import type { JsonObject, JsonValue } from '#shared/json.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { PlanNode } from '#shared/run/plan.ts';
import type { RunState } from '#shared/run/state.ts';
import type { BranchWish } from '../../engine/api.ts';
import { branchOutlook } from '../../state/branches/branch-outlook.ts';
import { duration, plural } from '../run/format.ts';

/** What a person has put into the dialog. */
export interface BranchForm {
  /** Run the step again, or go on with another output of it. */
  readonly way: 'again' | 'output';
  readonly guidance: string;
  /** `provider/model`; null = as it was. */
  readonly model: string | null;
  /** Fields of the step that were touched. */
  readonly config: JsonObject;
  readonly output: string;
}

export const EMPTY_FORM: BranchForm = { way: 'again', guidance: '', model: null, config: {}, output: '' };

/** Only what is different from how it was counts as changed. */
export function changesOf(form: BranchForm, node: PlanNode, was: NodeOutput | null): Partial<BranchWish> {
  if (form.way === 'output') return { output: { ...was, text: form.output } };
  const guidance = form.guidance.trim();
  const [provider = '', ...model] = form.model?.split('/') ?? [];
  const isOther = form.model !== null && form.model !== modelIdOf(node);
  const config = Object.fromEntries(
    Object.entries(form.config).filter(([key, value]) => !isSame(value, node.config[key])),
  );
  return {
    ...(guidance === '' ? {} : { guidance }),
    ...(isOther ? { model: { provider, model: model.join('/') } } : {}),
    ...(Object.keys(config).length === 0 ? {} : { config }),
  };
}

export function modelIdOf({ model }: PlanNode): string {
  return model === null ? '' : `${model.provider}/${model.model}`;
}

const isSame = (one: JsonValue, other: JsonValue | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** What the branch will do: "3 steps stay as they came out. This step and 2 others run." */
export function reachWords(run: RunState, nodeId: string, way: BranchForm['way']): string {
  const { kept, others } = branchOutlook(run, nodeId);
  const rest = others === 0 ? '' : others === 1 ? '1 other' : `${others} others`;
  const stay = kept === 0 ? '' : ` ${plural(kept, 'step')} ${kept === 1 ? 'stays' : 'stay'} as it came out.`;
  const begins = way === 'output' ? 'This step has the output below' : 'This step runs again';
  const then =
    rest === ''
      ? '.'
      : way === 'output'
        ? `; ${rest} run.`
        : `, and so ${others === 1 ? 'does' : 'do'} ${rest}.`;
  return `${begins}${then}${kept > 1 ? stay.replace('it came', 'they came') : stay}`;
}

/** "run 3", "run 3 as it stood after 12 s". `momentMs` null = as it is now. */
export function leftWords(number: number | null, momentMs: number | null): string {
  const name = number === null ? 'this run' : `run ${number}`;
  return momentMs === null ? name : `${name} as it stood after ${duration(momentMs)}`;
}
