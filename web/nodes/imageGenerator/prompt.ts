import type { PictureSize } from '#shared/run/call.ts';
import { buildPurpose } from '../../node-kit/prompt.ts';
import type { PictureWish } from '../../node-kit/types.ts';

export interface GeneratePrompt {
  readonly prompt: string;
  /** null = as the model likes it. */
  readonly size: PictureSize | null;
  readonly guidance: string | null;
}

/** The request for a picture. A picture model has no system message: what a person asks for now follows the prompt. */
export function generateWish({ prompt, size, guidance }: GeneratePrompt): PictureWish {
  const wanted = guidance?.trim() ?? '';
  const whole = wanted === '' ? prompt.trim() : `${prompt.trim()}\n\n${wanted}`;
  const chosen = size === null ? '' : `${size.width}x${size.height}`;
  return {
    prompt: whole,
    ...(size === null ? {} : { size }),
    purpose: buildPurpose('picture', whole, { size: chosen }),
  };
}
