import { joinPath, TEXT_FORMATS, type FormField, type TextFormat } from './form.ts';
import { FormFault, refuseUnknown, type SchemaObject } from './form-fault.ts';
import { FORM_LIMITS } from './form-limits.ts';
import { compilePattern, type Pattern } from './pattern.ts';

type Base = Pick<FormField, 'key' | 'label' | 'help' | 'required' | 'initial'>;

const TEXT_KEYS = ['default', 'format', 'minLength', 'maxLength', 'pattern', 'enum', 'enumNames'];
const NUMBER_KEYS = ['default', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/** A field without fields inside. @throws FormFault */
export function readLeaf(
  object: SchemaObject,
  path: string,
  base: Base,
  common: readonly string[],
): FormField {
  switch (object['type']) {
    case 'string':
      refuseUnknown(object, [...common, ...TEXT_KEYS], path);
      return object['enum'] === undefined
        ? readTextField(object, path, base)
        : readChoice(object, path, base);
    case 'number':
    case 'integer':
      refuseUnknown(object, [...common, ...NUMBER_KEYS], path);
      return readNumber(object, path, base);
    case 'boolean':
      refuseUnknown(object, [...common, 'default', 'const'], path);
      return { ...base, kind: 'boolean', mustBeTrue: object['const'] === true };
    default:
      if (object['$ref'] !== undefined) refuseUnknown(object, common, path);
      throw new FormFault(
        joinPath(path, 'type'),
        'A field is of the type string, number, integer, boolean, array or object.',
      );
  }
}

/** Other names of several lines. */
const LINES = ['multi-line', 'multiline', 'textarea'];

function readTextField(object: SchemaObject, path: string, base: Base): FormField {
  const { format } = object;
  const isLines = typeof format === 'string' && LINES.includes(format);
  const known = isLines ? 'multi-line' : TEXT_FORMATS.find((name) => name === format);
  if (format !== undefined && known === undefined)
    throw new FormFault(joinPath(path, 'format'), `Known formats: ${TEXT_FORMATS.slice(1).join(', ')}.`);
  const pattern = readPattern(object, path);
  const most = pattern === null ? FORM_LIMITS.textCharacters : FORM_LIMITS.patternTextCharacters;
  const minLength = readLength(object, 'minLength', path) ?? 0;
  const maxLength = Math.min(readLength(object, 'maxLength', path) ?? most, most);
  if (minLength > maxLength) throw new FormFault(path, 'The text must be longer than it may be.');
  return { ...base, kind: 'text', format: (known ?? 'plain') as TextFormat, minLength, maxLength, pattern };
}

function readPattern(object: SchemaObject, path: string): Pattern | null {
  const { pattern } = object;
  if (pattern === undefined) return null;
  const place = joinPath(path, 'pattern');
  if (typeof pattern !== 'string') throw new FormFault(place, 'A pattern is a text.');
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw new FormFault(place, compiled.message);
  return compiled.pattern;
}

function readLength(object: SchemaObject, key: string, path: string): number | null {
  const value = object[key];
  if (value === undefined) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new FormFault(joinPath(path, key), `“${key}” is a whole number from 0.`);
}

function readChoice(object: SchemaObject, path: string, base: Base): FormField {
  const place = joinPath(path, 'enum');
  const names = object['enumNames'];
  const values = readStrings(object['enum'], place);
  const labels = names === undefined ? values : readStrings(names, joinPath(path, 'enumNames'));
  if (new Set(values).size < values.length) throw new FormFault(place, 'A choice stands there twice.');
  if (labels.length !== values.length)
    throw new FormFault(joinPath(path, 'enumNames'), 'Name every choice, in their order.');
  const options = values.map((value, index) => ({ value, label: labels[index] ?? value }));
  return { ...base, kind: 'choice', options };
}

function readStrings(value: unknown, path: string): readonly string[] {
  const fits = (item: unknown): item is string =>
    typeof item === 'string' && item.length <= FORM_LIMITS.labelCharacters;
  if (!Array.isArray(value) || value.length === 0 || !value.every(fits))
    throw new FormFault(path, 'Choices are a list of texts.');
  if (value.length > FORM_LIMITS.choices)
    throw new FormFault(path, `There are at most ${FORM_LIMITS.choices} choices.`);
  return value;
}

function readNumber(object: SchemaObject, path: string, base: Base): FormField {
  const isInteger = object['type'] === 'integer';
  const [min, max] = [readBound(object, 'minimum', path), readBound(object, 'maximum', path)];
  const above = readBound(object, 'exclusiveMinimum', path);
  const below = readBound(object, 'exclusiveMaximum', path);
  const step = readBound(object, 'multipleOf', path);
  if (step !== null && step <= 0)
    throw new FormFault(joinPath(path, 'multipleOf'), 'A step is larger than 0.');
  const lowest = Math.max(min ?? -Infinity, above ?? -Infinity);
  const highest = Math.min(max ?? Infinity, below ?? Infinity);
  if (lowest > highest) throw new FormFault(path, 'No number is large enough and small enough.');
  return { ...base, kind: 'number', isInteger, min, max, above, below, step };
}

function readBound(object: SchemaObject, key: string, path: string): number | null {
  const value = object[key];
  if (value === undefined) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new FormFault(joinPath(path, key), `“${key}” is a number.`);
}
