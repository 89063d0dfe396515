import type { PictureFormat } from './convert-messages.ts';

/** In what an OpenAI-compatible server differs from the others. */
export interface Dialect {
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** Whether `stream_options.include_usage` is known; Mistral refuses unknown fields and counts anyway. */
  readonly includeUsage: boolean;
  readonly pictureFormat: PictureFormat;
  /** `json_object`: the schema goes into the prompt, because the server takes none. */
  readonly jsonMode: 'json_schema' | 'json_object';
  readonly temperature: {
    readonly max: number;
    /** Models that refuse the field. */
    readonly refusedBy: (modelId: string) => boolean;
  };
  /** Turns checked parameters into members of the body, for those whose key is not the member's name. */
  readonly convertParameters?: (parameters: { readonly [key: string]: string | number | boolean }) => {
    readonly [member: string]: unknown;
  };
}
