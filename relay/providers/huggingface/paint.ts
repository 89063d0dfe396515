import type { CallStreamEvent, ImageCallRequest } from '#shared/run/call.ts';
import type { PictureContext } from '../types.ts';

/**
 * Text to image of the HF Inference API: `{ inputs, parameters }` to the model's own address, the picture as the whole
 * answer (huggingface.co/docs/inference-providers, "Text to Image").
 */
export async function* paint(
  request: ImageCallRequest,
  context: PictureContext,
): AsyncGenerator<CallStreamEvent> {
  const { size, negative, prompt } = request;
  const parameters = {
    ...context.parameters,
    ...(size === undefined ? {} : { width: eights(size.width), height: eights(size.height) }),
    ...(negative === undefined ? {} : { negative_prompt: negative }),
  };
  const response = await context.fetch(`${context.baseUrl}/models/${modelPath(request.model)}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${context.apiKey}`,
      'content-type': 'application/json',
      accept: 'image/png',
    },
    body: JSON.stringify({ inputs: prompt, ...(Object.keys(parameters).length === 0 ? {} : { parameters }) }),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  yield { type: 'picture', mediaType: 'image/png', bytes };
  yield { type: 'finished', reason: 'stop' };
}

/** FLUX works in blocks of eight pixels. */
function eights(side: number): number {
  return Math.max(8, Math.round(side / 8) * 8);
}

function modelPath(model: string): string {
  return model.split('/').map(encodeURIComponent).join('/');
}
