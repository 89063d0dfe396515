import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import { weftError, WeftFailure, type WeftError } from '#shared/run/errors.ts';
import { parseAnswer } from '../../node-kit/parse-answer.ts';

/** Reads an answer as JSON and checks it. */
export type AnswerChecker = (answer: string) => JsonValue;

/**
 * A checker for one schema (JSON Schema 2020-12), without code made from strings, which the worker's policy forbids.
 * @throws WeftFailure invalid-config when the schema cannot be read. The checker itself throws invalid-output when an
 * answer is not JSON or does not fit, saying where.
 */
export function createAnswerChecker(schema: JsonObject): AnswerChecker {
  const validator = validatorOf(schema);
  return (answer) => {
    const json = parseAnswer(answer);
    if (json === undefined) throw new WeftFailure(invalidOutput('it is not JSON'));
    const fault = firstFault(validator, json);
    if (fault === null) return json;
    throw new WeftFailure(invalidOutput(faultWords(fault)));
  };
}

/** The schema is tried on an empty value: references that lead nowhere show themselves only then. */
function validatorOf(schema: JsonObject): Validator {
  try {
    const validator = new Validator(schema as Schema, '2020-12', true);
    validator.validate({});
    return validator;
  } catch (caught) {
    const detail = caught instanceof Error ? ` (${caught.message.slice(0, 200)})` : '';
    throw new WeftFailure(unreadable(detail));
  }
}

function firstFault(validator: Validator, json: JsonValue): OutputUnit | null {
  try {
    return validator.validate(json).errors.at(-1) ?? null;
  } catch {
    throw new WeftFailure(unreadable(''));
  }
}

/** `#/people/0/name` reads `“people.0.name”: …`. */
function faultWords({ instanceLocation, error }: OutputUnit): string {
  const place = instanceLocation.replace(/^#\/?/, '').replaceAll('/', '.');
  return `${place === '' ? 'the answer' : `“${place}”`}: ${error}`;
}

function unreadable(detail: string): WeftError {
  const message = `The JSON Schema has a part that Weft cannot check${detail}. Simplify it.`;
  return weftError('invalid-config', message, { field: 'jsonSchema' });
}

function invalidOutput(detail: string): WeftError {
  return weftError(
    'invalid-output',
    `The answer does not fit the JSON Schema: ${detail.replace(/\.$/, '').slice(0, 300)}. Run the node again, or loosen the schema.`,
    { retryable: true },
  );
}
