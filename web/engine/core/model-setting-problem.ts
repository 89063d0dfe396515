import type { JsonObject, JsonValue } from '#shared/json.ts';
import { fitParameter, isEmptyParameter } from '#shared/protocol/fit-parameter.ts';
import type { ParameterField } from '#shared/protocol/providers.ts';
import type { ResolvedModel } from './resolve-model.ts';

/** What every model of words takes, whatever it calls it. */
const TEMPERATURE: ParameterField = {
  ...{ type: 'number', label: 'Temperature', description: '', default: null, required: false },
  ...{ min: 0, max: 2 },
};
const LONGEST_ANSWER: ParameterField = {
  ...{ type: 'number', label: 'Longest answer', description: '', default: null, required: false },
  ...{ min: 1, max: 200_000, step: 1 },
};

/**
 * What is said of the first setting that the model does not take, in words for people: a file or another version of the
 * model's description may hold any. null = the model takes all of them. The demo takes none, so none can be wrong.
 * `own` = fields of the node's form: where it has one of these itself, the model's is not sent.
 */
export function modelSettingProblem(
  resolved: ResolvedModel,
  config: JsonObject,
  own: readonly { readonly key: string }[],
): string | null {
  if (resolved.origin === 'demo') return null;
  const said = saidOf(config['model']);
  const counts = (key: string) => resolved.kind !== 'image' && !own.some((field) => field.key === key);
  const settings: readonly (readonly [ParameterField | undefined, JsonValue | undefined])[] = [
    [counts('temperature') ? TEMPERATURE : undefined, said['temperature']],
    [counts('maxOutputTokens') ? LONGEST_ANSWER : undefined, said['maxOutputTokens']],
    ...Object.entries(resolved.parameters).map(([key, value]) => [resolved.fields[key], value] as const),
  ];
  for (const [field, value] of settings)
    if (field !== undefined && value !== undefined && isMisfit(field, value))
      return misfitWords(field, value, resolved.modelLabel);
  return null;
}

const saidOf = (model: JsonValue | undefined): JsonObject =>
  typeof model === 'object' && model !== null && !Array.isArray(model) ? (model as JsonObject) : {};

const isMisfit = (field: ParameterField, value: JsonValue): boolean =>
  !isEmptyParameter(value) && fitParameter(field, value) === null;

function misfitWords(field: ParameterField, value: JsonValue, model: string): string {
  const shown = (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 40);
  return `“${field.label}” is ${shown}; ${model} takes ${takenWords(field)}. Set it under Settings of the model, or pick another model.`;
}

function takenWords(field: ParameterField): string {
  switch (field.type) {
    case 'boolean':
      return 'yes or no';
    case 'text':
      return 'a text';
    case 'select':
      return field.options.length > 8
        ? 'one of its own list'
        : field.options.map(({ label }) => label).join(', ');
    case 'number':
      return numberWords(field);
    default:
      return field satisfies never;
  }
}

function numberWords({ min, max, step }: Extract<ParameterField, { type: 'number' }>): string {
  const kind = step !== undefined && Number.isInteger(step) ? 'whole numbers' : 'numbers';
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  if (min !== undefined) return `${kind} from ${min} up`;
  return max === undefined ? kind : `${kind} up to ${max}`;
}
