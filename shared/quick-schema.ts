import { z } from 'zod/mini';
import { predicateOf, type Predicate } from './zod-predicate.ts';

/**
 * The same schema, quick about values that it takes as they are: zod spends microseconds and dozens of objects on a
 * value, most of which is copying what is already right. Such values are passed on, not copied; everything else goes
 * through zod as before, with zod's own words about what is wrong.
 */
export function quickSchema<T extends z.core.$ZodType>(full: T): T {
  return new Quick({ type: 'custom', full }) as unknown as T;
}

interface QuickDefinition extends z.core.$ZodTypeDef {
  readonly full: z.core.$ZodType;
}

interface QuickType extends z.core.$ZodType {
  readonly _zod: z.core.$ZodTypeInternals & { readonly def: QuickDefinition };
}

const Quick = z.core.$constructor<QuickType, QuickDefinition>('WeftQuick', (schema, definition) => {
  z.ZodMiniType.init(schema as never, definition as never);
  const { full } = definition;
  schema._zod.optin = full._zod.optin;
  schema._zod.optout = full._zod.optout;
  let takes: Predicate | null = null;
  schema._zod.parse = (payload, context) => {
    // Made at the first value: a page that never sees one pays nothing.
    takes ??= predicateOf(full);
    return takes(payload.value) ? payload : full._zod.run(payload, context);
  };
});
