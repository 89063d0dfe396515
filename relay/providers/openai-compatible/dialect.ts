import type { CarriedMember } from './carried-reasoning.ts';
import type { PictureFormat } from './convert-messages.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/** What of a request decides how its parameters are said. */
export interface Asked {
  readonly model: string;
  readonly hasTools: boolean;
  /** How much the model may think, in tokens; null = nothing was asked. */
  readonly thinkingTokens: number | null;
}

/** In what an OpenAI-compatible server differs from the others. */
export interface Dialect {
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** Whether `stream_options.include_usage` is known; Mistral refuses unknown fields and counts anyway. */
  readonly includeUsage: boolean;
  readonly pictureFormat: PictureFormat;
  /** `json_object`: the schema goes into the prompt, because the server takes none. */
  readonly jsonMode: 'json_schema' | 'json_object';
  /**
   * Whether `response_format` may stand beside tools. Elsewhere the schema goes into the prompt then: Mistral refuses
   * both together, and servers that force the grammar of the answer (vLLM, Ollama) never get to a call.
   */
  readonly jsonBesideTools: boolean;
  readonly temperature: {
    readonly max: number;
    /** Models that refuse the field. */
    readonly refusedBy: (modelId: string) => boolean;
  };
  /** Turns checked parameters, and what was asked besides, into members of the body. Left out = as they are called. */
  readonly convertParameters?: (
    parameters: Parameters,
    asked: Asked,
  ) => { readonly [member: string]: unknown };
  /** What goes back with a turn that called tools. */
  readonly carries?: CarriedMember;
  /** An id of a tool call as this server takes it. */
  readonly toolCallId?: (id: string) => string;
}
