import type { JsonValue } from '#shared/json.ts';
import { fitParameter, isEmptyParameter } from '#shared/protocol/fit-parameter.ts';
import type { ParameterField } from '#shared/protocol/providers.ts';

export type ParameterValues = { readonly [key: string]: string | number | boolean };

export type ReadParameters =
  { readonly ok: true; readonly values: ParameterValues } | { readonly ok: false; readonly problem: string };

type Schema = { readonly [key: string]: ParameterField };

/**
 * A request's parameters checked against the model's schema. Unknown keys and values that don't fit are refused, never
 * passed on: what reaches a provider is what the schema names. Empty values mean "the provider's default" and are left out.
 */
export function readParameters(
  schema: Schema,
  given: { readonly [key: string]: JsonValue } | undefined,
): ReadParameters {
  const values: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(given ?? {})) {
    const field = Object.hasOwn(schema, key) ? schema[key] : undefined;
    if (field === undefined)
      return { ok: false, problem: `The model has no parameter “${key.slice(0, 64)}”.` };
    if (isEmptyParameter(value)) continue;
    const fitting = fitParameter(field, value);
    if (fitting === null)
      return { ok: false, problem: `“${field.label}” has a value that the model does not take.` };
    values[key] = fitting;
  }
  return { ok: true, values };
}
