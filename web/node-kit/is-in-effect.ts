import type { JsonObject } from '#shared/json.ts';
import type { FieldDefinition, NodeDefinition } from './types.ts';

/** Whether a field of this type's form says anything while the form stands so. What it holds is kept either way. */
export function isInEffect(
  { fields }: Pick<NodeDefinition, 'fields'>,
  { shownWhen }: Pick<FieldDefinition, 'shownWhen'>,
  config: JsonObject,
): boolean {
  if (shownWhen === undefined) return true;
  const { key, is, not = [] } = shownWhen;
  const value = config[key] ?? fields.find((field) => field.key === key)?.default ?? null;
  return (is?.includes(value) ?? true) && !not.includes(value);
}
