import { isObject } from '../is-object.ts';
import { canonicalJson, type JsonValue } from '../json.ts';
import {
  joinPath,
  type FieldProblem,
  type Form,
  type FormField,
  type ListField,
  type NumberField,
  type TextField,
} from './form.ts';
import { FORM_LIMITS } from './form-limits.ts';
import { formatProblem } from './text-format.ts';

/**
 * What is wrong with values for a form, field by field; [] = nothing. The one judge: the browser asks while somebody
 * types, the relay before it takes an answer. Bounded by the form's limits, whatever the values are.
 */
export function checkValues(form: Form, values: unknown): readonly FieldProblem[] {
  if (!isObject(values)) return [{ path: '', message: 'The answer is not what this form asks for.' }];
  const problems = checkMembers(form.fields, values, '');
  if (problems.length > 0) return problems;
  return canonicalJson(values).length <= FORM_LIMITS.valuesCharacters
    ? []
    : [
        {
          path: '',
          message: `All answers together have at most ${FORM_LIMITS.valuesCharacters} characters.`,
        },
      ];
}

/** One field on its own. `path` names it in the problems. */
export function checkField(field: FormField, value: unknown, path: string): readonly FieldProblem[] {
  switch (field.kind) {
    case 'text':
      return one(path, textProblem(field, value));
    case 'choice': {
      const isKnown = field.options.some((option) => option.value === value);
      return one(path, isKnown ? null : 'Choose one of the list.');
    }
    case 'number':
      return one(path, numberProblem(field, value));
    case 'boolean':
      if (typeof value !== 'boolean') return one(path, 'Say yes or no.');
      return one(path, field.mustBeTrue && !value ? 'Tick this to go on.' : null);
    case 'list':
      return checkList(field, value, path);
    case 'group':
      if (!isObject(value)) return one(path, 'Fill in this part.');
      return checkMembers(field.fields, value, path);
    default:
      return field satisfies never;
  }
}

const one = (path: string, message: string | null): readonly FieldProblem[] =>
  message === null ? [] : [{ path, message }];

function checkMembers(
  fields: readonly FormField[],
  values: { readonly [key: string]: unknown },
  path: string,
): readonly FieldProblem[] {
  const problems = fields.flatMap((field) => {
    const place = joinPath(path, field.key);
    const value = Object.hasOwn(values, field.key) ? values[field.key] : undefined;
    if (isEmpty(field, value)) return one(place, field.required ? requiredWords(field) : null);
    return checkField(field, value, place);
  });
  const strange = Object.keys(values).find((key) => !fields.some((field) => field.key === key));
  if (strange === undefined) return problems;
  return [...problems, { path, message: `This form has no field “${strange.slice(0, 64)}”.` }];
}

/** Left out, or left empty in the form: for a field that is not required both mean that there is no answer. */
function isEmpty(field: FormField, value: unknown): boolean {
  if (value === undefined) return true;
  if (field.kind === 'text' || field.kind === 'choice') return value === '';
  if (field.required) return false;
  return field.kind === 'list'
    ? isEmptyList(value)
    : field.kind === 'group' && isEmptyGroup(field.fields, value);
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Nothing in it is filled in: what it would need matters only when somebody begins with it. */
function isEmptyGroup(fields: readonly FormField[], value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.entries(value).every(([key, member]) => {
    const field = fields.find((known) => known.key === key);
    if (field === undefined) return false;
    return (
      member === '' ||
      member === false ||
      isEmptyList(member) ||
      isEmpty({ ...field, required: false }, member)
    );
  });
}

const requiredWords = (field: FormField): string =>
  field.kind === 'choice' ? 'Choose one of the list.' : `“${field.label || 'This'}” is needed.`;

function textProblem(field: TextField, value: unknown): string | null {
  if (typeof value !== 'string') return 'This has to be a text.';
  const { format, minLength, maxLength, pattern } = field;
  if (value.length > maxLength) return `At most ${maxLength} characters; this has ${value.length}.`;
  if (value.length < minLength) return `At least ${minLength} characters; this has ${value.length}.`;
  if (format !== 'multi-line' && /[\r\n]/.test(value)) return 'This has to be one line.';
  const wrong = formatProblem(format, value);
  if (wrong !== null) return wrong;
  if (pattern === null || pattern.test(value)) return null;
  return field.help === ''
    ? `This does not fit the pattern ${pattern.source}`
    : `This does not fit. ${field.help}`;
}

/** Steps of 0.1 do not add up exactly: how far a multiple may be off, in parts of the step. */
const STEP_TOLERANCE = 1e-9;

function numberProblem(field: NumberField, value: unknown): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'This has to be a number.';
  const { isInteger, min, max, above, below, step } = field;
  if (isInteger && !Number.isSafeInteger(value)) return 'This has to be a whole number.';
  if (min !== null && value < min) return `${min} at least.`;
  if (max !== null && value > max) return `${max} at most.`;
  if (above !== null && value <= above) return `More than ${above}.`;
  if (below !== null && value >= below) return `Less than ${below}.`;
  if (step === null) return null;
  const steps = value / step;
  const isOff = Math.abs(steps - Math.round(steps)) > STEP_TOLERANCE * Math.max(1, Math.abs(steps));
  return isOff ? `In steps of ${step}.` : null;
}

function checkList(field: ListField, value: unknown, path: string): readonly FieldProblem[] {
  if (!Array.isArray(value)) return one(path, 'This has to be a list.');
  const { minItems, maxItems, unique, item } = field;
  if (value.length > maxItems) return one(path, `At most ${maxItems}; there are ${value.length}.`);
  if (value.length < minItems)
    return one(path, minItems === 1 ? 'Add at least one.' : `At least ${minItems}.`);
  const problems = value.flatMap((entry: unknown, index) => {
    const place = joinPath(path, index);
    return isEmpty(item, entry) ? one(place, requiredWords(item)) : checkField(item, entry, place);
  });
  if (problems.length > 0 || !unique) return problems;
  return new Set(value.map((entry) => canonicalJson(entry as JsonValue))).size < value.length
    ? one(path, 'Each may be there once.')
    : [];
}
