import type { JsonObject } from '#shared/json.ts';

/** One step of a plan. */
export interface PlanStep {
  readonly title: string;
  /** What is to be done. */
  readonly task: string;
}

/** What the schema of a filled-in form can hold. */
export const MOST_STEPS = 12;
const TITLE_CHARACTERS = 120;
const TASK_CHARACTERS = 800;

/** What a plan looks like: for the model, and as the form in which people change it. `steps` = what stands in it. */
export function planSchema(maxSteps: number, steps?: readonly PlanStep[]): JsonObject {
  const step = {
    ...{ type: 'object', title: 'Step' },
    properties: {
      title: { type: 'string', title: 'Name', minLength: 1, maxLength: TITLE_CHARACTERS },
      task: {
        ...{ type: 'string', title: 'What is to be done', minLength: 1, maxLength: TASK_CHARACTERS },
        format: 'multi-line',
      },
    },
    required: ['title', 'task'],
    additionalProperties: false,
  };
  const list = { type: 'array', title: 'Steps', items: step, minItems: 1, maxItems: maxSteps };
  const filled = steps?.map(({ title, task }) => ({ title, task }));
  return {
    type: 'object',
    properties: { steps: filled === undefined ? list : { ...list, default: filled } },
    required: ['steps'],
    additionalProperties: false,
  };
}
