import { checkValues } from '#shared/forms/check-values.ts';
import { readForm } from '#shared/forms/read-form.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import { planSchema, type PlanStep } from './plan.ts';

export type ReadPlan =
  | { readonly ok: true; readonly steps: readonly PlanStep[] }
  /** `problem` = for the model and for people. */
  | { readonly ok: false; readonly problem: string };

/** The plan in a model's answer: JSON, perhaps with a fence or words round it, that fits the schema. */
export function readPlan(answer: string, maxSteps: number): ReadPlan {
  const json = jsonIn(answer);
  if (json === null) return { ok: false, problem: 'it is not JSON' };
  const values = Array.isArray(json) ? { steps: json } : json;
  const form = readForm(planSchema(maxSteps));
  if (!form.ok) throw new Error(`the schema of plans is no form: ${form.problem.message}`);
  const [problem] = checkValues(form.form, values);
  if (problem !== undefined)
    return { ok: false, problem: `${problem.path === '' ? '' : `${problem.path}: `}${problem.message}` };
  return { ok: true, steps: stepsOf(values as JsonObject) };
}

/** Steps of values that fit the schema. */
export function stepsOf(values: JsonObject): readonly PlanStep[] {
  return (values['steps'] as unknown as readonly PlanStep[]).map(({ title, task }) => ({ title, task }));
}

function jsonIn(answer: string): JsonValue | null {
  const text = answer.trim();
  const from = text.search(/[[{]/);
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  for (const part of [text, from < 0 || to < from ? '' : text.slice(from, to + 1)])
    try {
      const value = JSON.parse(part) as JsonValue;
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // The next part, if there is one, is tried.
    }
  return null;
}
