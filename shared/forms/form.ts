import type { JsonValue } from '../json.ts';
import type { Pattern } from './pattern.ts';

/** A form as it is drawn and checked: what readForm makes of a JSON Schema. All bounds are inclusive unless named else. */

interface FieldBase {
  /** The member's name in its object; '' for the items of a list. */
  readonly key: string;
  readonly label: string;
  /** '' = none. */
  readonly help: string;
  readonly required: boolean;
  /** What the field starts with; undefined = empty. It fits the field. */
  readonly initial: JsonValue | undefined;
}

/** `multi-line` is a text of several lines; all others are one line. */
export const TEXT_FORMATS = ['plain', 'multi-line', 'email', 'uri', 'date', 'time', 'date-time'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

export type TextField = FieldBase & {
  readonly kind: 'text';
  readonly format: TextFormat;
  readonly minLength: number;
  readonly maxLength: number;
  readonly pattern: Pattern | null;
};

export type ChoiceField = FieldBase & {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

export type NumberField = FieldBase & {
  readonly kind: 'number';
  readonly isInteger: boolean;
  readonly min: number | null;
  readonly max: number | null;
  /** The number itself is not allowed. */
  readonly above: number | null;
  readonly below: number | null;
  readonly step: number | null;
};

export type BooleanField = FieldBase & { readonly kind: 'boolean'; readonly mustBeTrue: boolean };

export type ListField = FieldBase & {
  readonly kind: 'list';
  readonly item: FormField;
  readonly minItems: number;
  readonly maxItems: number;
  readonly unique: boolean;
};

export type GroupField = FieldBase & { readonly kind: 'group'; readonly fields: readonly FormField[] };

export type FormField = TextField | ChoiceField | NumberField | BooleanField | ListField | GroupField;

export interface Form {
  readonly title: string;
  readonly help: string;
  readonly fields: readonly FormField[];
}

/**
 * What is wrong with one field, in words for people. `path` = keys and places in lists from the form on, joined by `/`:
 * `address/city`, `guests/0/name`; '' = the form as a whole.
 */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

export function joinPath(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}/${key}`;
}
