import type { JsonValue } from '#shared/json.ts';

/** Models like to wrap JSON into a fence, whatever they are told. */
const FENCE = /^```(?:json)?\s*([\s\S]*?)\s*```$/;

/** The JSON that a model's answer is, perhaps in a fence; undefined when it is none. */
export function parseAnswer(answer: string): JsonValue | undefined {
  const text = answer.trim();
  try {
    return JSON.parse(FENCE.exec(text)?.[1] ?? text) as JsonValue;
  } catch {
    return undefined;
  }
}
