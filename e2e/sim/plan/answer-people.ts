import type { JsonObject, JsonValue } from '#shared/json.ts';
import type { RunWish } from '../../../web/engine/api.ts';
import type { ApprovalReading, CallReading, RunRecord } from '../oracles/run-record.ts';
import type { SimTab } from '../tabs/sim-tab.ts';
import type { Party } from './party.ts';

export function say(tab: SimTab, runId: string, wish: RunWish): void {
  tab.act((engine) => void engine.wish(runId, wish));
}

export function openQuestions(record: RunRecord): readonly CallReading[] {
  return [...record.calls.values()].filter(({ retry, resolution }) => retry === 'ask' && resolution === null);
}

export function resolveCalls({ random }: Party, tab: SimTab, record: RunRecord): void {
  for (const { callId } of openQuestions(record)) {
    const resolution = random.pick(['retry', 'retry', 'give-up', 'count-as-billed'] as const);
    say(tab, record.runId, { type: 'resolve-unknown', callId, resolution });
  }
}

/** Questions of the run that somebody may still answer. */
export function openApprovals({ approvals }: RunRecord): readonly ApprovalReading[] {
  return [...approvals.values()].filter(({ isOver }) => !isOver);
}

/** Answers all of them in one way or another; now and then in one that does not fit, or with somebody else at once. */
export function answerPeople({ random }: Party, tab: SimTab, record: RunRecord, isLast = false): void {
  for (const { approvalId, options, kind, form } of openApprovals(record)) {
    // Going back for ever is no way to the end.
    const outcome = random.pick(isLast ? options.filter((each) => each !== 'redo') : options);
    const wish = { type: 'answer', approvalId, outcome } as const;
    const isWrong = !isLast && random.chance(0.2);
    const words = random.chance(0.5) ? { feedback: random.pick(['Shorter', 'Longer']) } : {};
    const values = isWrong ? { n: 'x' } : filledIn(form);
    if (outcome === 'redo') say(tab, record.runId, { ...wish, ...(isWrong ? {} : { feedback: 'Again' }) });
    else if (outcome === 'edit' && kind === 'approval')
      say(tab, record.runId, { ...wish, text: isWrong ? ' ' : `Edited by ${tab.name}` });
    else if (outcome === 'submit' || outcome === 'edit') say(tab, record.runId, { ...wish, values });
    else if (outcome === 'approve' && form !== null)
      say(tab, record.runId, {
        ...wish,
        ...words,
        values: isWrong ? { steps: [] } : planIn(form, random.chance(0.5)),
      });
    else say(tab, record.runId, { ...wish, ...words });
  }
}

/** A plan as it stands in the form; perhaps only its first step, and in other words. */
function planIn(form: JsonObject, isChanged: boolean): JsonObject {
  const values = filledIn(form);
  const [first] = values['steps'] as readonly JsonObject[];
  return isChanged ? { steps: [{ ...first, title: 'Changed', task: 'Do it in other words.' }] } : values;
}

/** What fits: what stands in the form, the first choice, or a word. */
function filledIn(form: JsonObject | null): JsonObject {
  const properties = (form?.['properties'] ?? {}) as { readonly [name: string]: JsonObject };
  const valueOf = ({ type, default: standing, enum: choices }: JsonObject): JsonValue =>
    standing ?? (Array.isArray(choices) ? (choices[0] ?? '') : type === 'integer' ? 7 : 'said');
  return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, valueOf(field)]));
}
