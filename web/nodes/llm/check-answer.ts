import type { JsonObject, JsonValue } from '#shared/json.ts';
import { weftError, WeftFailure, type WeftError } from '#shared/run/errors.ts';
import { compileSchema } from './match-schema.ts';

/** Reads an answer as JSON and checks it. */
export type AnswerChecker = (answer: string) => JsonValue;

/**
 * A checker for one schema.
 * @throws WeftFailure invalid-config when the schema uses what Weft cannot check. The checker itself throws
 * invalid-output when an answer is not JSON or does not fit, saying where.
 */
export function createAnswerChecker(schema: JsonObject): AnswerChecker {
  const misfitOf = checkerOf(schema);
  return (answer) => {
    const json = parseAnswer(answer);
    const misfit = misfitOf(json);
    if (misfit === null) return json;
    const place = misfit.path.join('.');
    throw new WeftFailure(invalidOutput(`${place === '' ? 'the answer' : `“${place}”`} ${misfit.reason}`));
  };
}

function checkerOf(schema: JsonObject): ReturnType<typeof compileSchema> {
  try {
    return compileSchema(schema);
  } catch (caught) {
    const detail = caught instanceof Error ? ` (${caught.message.slice(0, 200)})` : '';
    throw new WeftFailure(
      weftError(
        'invalid-config',
        `The JSON Schema has a part that Weft cannot check${detail}. Simplify it.`,
        {
          field: 'jsonSchema',
        },
      ),
    );
  }
}

/** Models like to wrap JSON into a fence, whatever they are told. */
const FENCE = /^```(?:json)?\s*([\s\S]*?)\s*```$/;

function parseAnswer(answer: string): JsonValue {
  const text = answer.trim();
  try {
    return JSON.parse(FENCE.exec(text)?.[1] ?? text) as JsonValue;
  } catch {
    throw new WeftFailure(invalidOutput('it is not JSON'));
  }
}

function invalidOutput(detail: string): WeftError {
  return weftError(
    'invalid-output',
    `The answer does not fit the JSON Schema: ${detail.slice(0, 300)}. Run the node again, or loosen the schema.`,
    { retryable: true },
  );
}
