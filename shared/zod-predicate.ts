import type { z } from 'zod/mini';

/**
 * A cheap question about a schema: does zod surely take this value, exactly as it is? Made once from the schema itself,
 * so that the two cannot drift apart; no code from strings, nothing allocated per value. It answers `false` whenever it
 * is not sure (kinds of schema and checks that it does not know, keys that zod would strip): then zod itself is asked.
 * Values are what JSON gives: plain objects and arrays without symbols, accessors and cycles.
 */
export type Predicate = (value: unknown) => boolean;

type Definition = { readonly type: string; readonly checks?: readonly z.core.$ZodCheck[] };
type Members = { readonly [key: string]: unknown };

const never: Predicate = () => false;

/** What a predicate surely takes, so that objects need not call it for most of their members. */
interface Sure {
  /** Texts of this many UTF-16 units, neither fewer nor more. */
  readonly shortest: number;
  readonly longest: number;
  /** Whole numbers between the two, both included. */
  readonly least: number;
  readonly most: number;
  readonly takesNull: boolean;
}

const NOTHING_SURE: Sure = {
  shortest: Infinity,
  longest: -1,
  least: Infinity,
  most: -Infinity,
  takesNull: false,
};
const sures = new WeakMap<Predicate, Sure>();
const sureOf = (takes: Predicate): Sure => sures.get(takes) ?? NOTHING_SURE;

function surely(takes: Predicate, sure: Partial<Sure>): Predicate {
  sures.set(takes, { ...NOTHING_SURE, ...sure });
  return takes;
}
const predicates = new WeakMap<z.core.$ZodType, Predicate>();

/** The schema's predicate; the same one every time. */
export function predicateOf(schema: z.core.$ZodType): Predicate {
  const known = predicates.get(schema);
  if (known !== undefined) return known;
  // Schemas of recursive values (JSON) meet themselves while they are read.
  let made: Predicate | null = null;
  predicates.set(schema, (value) => made !== null && made(value));
  made = withChecks(schema, compile(schema as unknown as z.core.$ZodTypes));
  predicates.set(schema, made);
  return made;
}

function compile(schema: z.core.$ZodTypes): Predicate {
  const { def } = schema._zod;
  switch (def.type) {
    case 'string':
      return surely((value) => typeof value === 'string', { shortest: 0, longest: Infinity });
    case 'number':
      return (value) => typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'null':
      return (value) => value === null;
    case 'literal':
      return oneOf(def.values);
    case 'enum':
      return oneOf(Object.values(def.entries));
    case 'optional':
      // A key that is left out is its object's affair; one that says `undefined` is zod's.
      return predicateOf(def.innerType);
    case 'nullable': {
      const inner = predicateOf(def.innerType);
      return surely((value) => value === null || inner(value), { ...sureOf(inner), takesNull: true });
    }
    case 'lazy':
      return predicateOf(def.getter());
    case 'array':
      return arrayOf(predicateOf(def.element));
    case 'record':
      return recordOf(def);
    case 'object':
      return objectOf(def);
    case 'union':
      return 'discriminator' in def
        ? discriminated(def as z.core.$ZodDiscriminatedUnionDef)
        : firstOf(def.options.map(predicateOf));
    case 'custom':
      // A quick schema inside another: what lies behind it (see quickSchema).
      return 'full' in def ? predicateOf(def.full as z.core.$ZodType) : never;
    default:
      return never;
  }
}

function oneOf(values: readonly unknown[]): Predicate {
  const [only] = values;
  if (values.length === 1) return (value) => value === only;
  const allowed = new Set(values);
  return (value) => allowed.has(value);
}

const firstOf =
  (options: readonly Predicate[]): Predicate =>
  (value) =>
    options.some((option) => option(value));

function arrayOf(element: Predicate): Predicate {
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (const item of value) if (!element(item)) return false;
    return true;
  };
}

/** No classes, nothing inherited: what zod copies is all that there is. */
function isPlain(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function recordOf({ keyType, valueType }: z.core.$ZodRecordDef): Predicate {
  const takesKey = predicateOf(keyType);
  const takesValue = predicateOf(valueType);
  // Records over named keys demand them all.
  if (keyType._zod.values !== undefined) return never;
  return (value) => {
    if (!isPlain(value)) return false;
    for (const key in value)
      if (key === '__proto__' || !takesKey(key) || !takesValue(value[key])) return false;
    return true;
  };
}

interface Member extends Sure {
  readonly key: string;
  readonly takes: Predicate;
  readonly isRequired: boolean;
}

function takesMember(member: Member, value: unknown): boolean {
  if (typeof value === 'string') {
    const { length } = value;
    if (length >= member.shortest && length <= member.longest) return true;
  } else if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && value >= member.least && value <= member.most) return true;
  } else if (value === null && member.takesNull) return true;
  return member.takes(value);
}

function objectOf({ shape, catchall }: z.core.$ZodObjectDef): Predicate {
  // Loose objects keep what they do not know, which is zod's affair; strict ones refuse it, plain ones strip it.
  if (catchall !== undefined && catchall._zod.def.type !== 'never') return never;
  const members = new Map<string, Member>();
  let required = 0;
  for (const [key, schema] of Object.entries(shape)) {
    const isRequired = schema._zod.optin !== 'optional';
    const takes = predicateOf(schema);
    members.set(key, { key, takes, isRequired, ...sureOf(takes) });
    required += Number(isRequired);
  }
  // Keys mostly come in the order in which they came before: then nothing has to be looked up.
  const guesses = [...members.values()];
  return (value) => {
    if (!isPlain(value)) return false;
    let missing = required;
    let place = 0;
    for (const key in value) {
      let member = guesses[place];
      if (member?.key !== key) {
        member = members.get(key);
        if (member === undefined) return false;
        guesses[place] = member;
      }
      place += 1;
      if (!takesMember(member, value[key])) return false;
      if (member.isRequired) missing -= 1;
    }
    return missing === 0;
  };
}

function discriminated({ options, discriminator }: z.core.$ZodDiscriminatedUnionDef): Predicate {
  const byName = new Map<unknown, Predicate>();
  for (const option of options)
    for (const name of option._zod.propValues?.[discriminator] ?? []) byName.set(name, predicateOf(option));
  // The option looks whether it is a plain object.
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    (byName.get((value as Members)[discriminator]) ?? never)(value);
}

function withChecks(schema: z.core.$ZodType, takesType: Predicate): Predicate {
  const definition: Definition = schema._zod.def;
  // A number format (z.int()) is a schema that is its own check.
  const own = 'check' in definition ? [schema as unknown as z.core.$ZodCheck] : [];
  const checks = [...own, ...(definition.checks ?? [])];
  const shortcut = sizedText(definition, checks) ?? boundedInteger(definition, checks);
  if (shortcut !== null) return shortcut;
  const [first, second, ...more] = checks.map(checkPredicate);
  if (first === undefined) return takesType;
  if (second === undefined) return (value) => takesType(value) && first(value);
  if (more.length === 0) return (value) => takesType(value) && first(value) && second(value);
  return (value) => takesType(value) && first(value) && second(value) && more.every((takes) => takes(value));
}

type Check = z.core.$ZodChecks['_zod']['def'];

const definitionsOf = (checks: readonly z.core.$ZodCheck[]): readonly Check[] =>
  checks.map((check) => (check as z.core.$ZodChecks)._zod.def);

/** A text between two lengths, the most common thing of all, in one question instead of three; null = not this. */
function sizedText({ type }: Definition, checks: readonly z.core.$ZodCheck[]): Predicate | null {
  if (type !== 'string' || checks.length === 0) return null;
  let least = 0;
  let most = Infinity;
  for (const check of definitionsOf(checks))
    if (check.check === 'min_length') least = Math.max(least, check.minimum);
    else if (check.check === 'max_length') most = Math.min(most, check.maximum);
    else return null;
  const takes = (value: unknown) => {
    if (typeof value !== 'string') return false;
    const { length } = value;
    return length <= most && (length >= least * 2 || (length >= least && !hasPairs(value)));
  };
  return surely(takes, { shortest: least * 2, longest: most });
}

/** The same for a whole number; null = not this. */
function boundedInteger({ type }: Definition, checks: readonly z.core.$ZodCheck[]): Predicate | null {
  if (type !== 'number') return null;
  let least = -Infinity;
  let most = Infinity;
  let isWhole = false;
  for (const check of definitionsOf(checks))
    if (check.check === 'number_format' && check.format === 'safeint') isWhole = true;
    else if (check.check === 'greater_than') least = Math.max(least, leastOf(check));
    else if (check.check === 'less_than') most = Math.min(most, mostOf(check));
    else return null;
  if (!isWhole) return null;
  const takes = (value: unknown) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
  return surely(takes, { least, most });
}

interface Bound {
  readonly value: unknown;
  readonly inclusive: boolean;
}

const leastOf = ({ value, inclusive }: Bound): number =>
  inclusive ? Number(value) : Math.floor(Number(value)) + 1;
const mostOf = ({ value, inclusive }: Bound): number =>
  inclusive ? Number(value) : Math.ceil(Number(value)) - 1;

/** zod counts code points: as many as there are UTF-16 units where no pair begins. */
const hasPairs = (value: unknown): boolean => typeof value === 'string' && /[\ud800-\udbff]/.test(value);
const lengthOf = (value: unknown): number => (value as string | readonly unknown[]).length;

function checkPredicate(check: z.core.$ZodCheck): Predicate {
  const definition = (check as z.core.$ZodChecks)._zod.def;
  switch (definition.check) {
    case 'min_length':
      return (value) => {
        const length = lengthOf(value);
        return length >= definition.minimum * 2 || (length >= definition.minimum && !hasPairs(value));
      };
    case 'max_length':
      return (value) => lengthOf(value) <= definition.maximum;
    case 'length_equals':
      return (value) => lengthOf(value) === definition.length && !hasPairs(value);
    case 'greater_than': {
      const { value: least, inclusive } = definition;
      return (value) => (value as number) > (least as number) || (inclusive && value === least);
    }
    case 'less_than': {
      const { value: most, inclusive } = definition;
      return (value) => (value as number) < (most as number) || (inclusive && value === most);
    }
    case 'number_format':
      return definition.format === 'safeint' ? Number.isSafeInteger : never;
    case 'string_format':
      return patternPredicate(definition);
    default:
      return never;
  }
}

function patternPredicate({ format, pattern }: z.core.$ZodCheckStringFormatDef): Predicate {
  if (format !== 'regex' || pattern === undefined || pattern.global || pattern.sticky) return never;
  return (value) => pattern.test(value as string);
}
