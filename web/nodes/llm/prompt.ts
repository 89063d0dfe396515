import type { JsonObject } from '#shared/json.ts';
import { buildMessages, buildPurpose } from '../../node-kit/prompt.ts';
import type { CallWish } from '../../node-kit/types.ts';

export interface FreePrompt {
  readonly system: string;
  /** With variables filled in. */
  readonly prompt: string;
  readonly guidance: string | null;
  readonly temperature: number | null;
  readonly maxOutputTokens: number | null;
  readonly schema: JsonObject | null;
}

/** The request for a person's own prompt. Nothing is added to it but the guidance and, for JSON, the schema. */
export function freeWish(parts: FreePrompt): CallWish {
  const { system, prompt, guidance, temperature, maxOutputTokens, schema } = parts;
  const asJson =
    schema === null
      ? []
      : [
          'Answer with one JSON value that fits this JSON Schema, and nothing around it:',
          JSON.stringify(schema),
        ];
  return {
    messages: buildMessages({ system: [system.trim(), ...asJson], user: [prompt], guidance }),
    purpose: buildPurpose('free', prompt),
    ...(temperature === null ? {} : { temperature }),
    ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
    ...(schema === null ? {} : { responseFormat: { type: 'json' as const, schema, name: 'answer' } }),
  };
}
