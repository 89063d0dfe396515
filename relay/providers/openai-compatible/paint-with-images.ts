import type { ImageGenerateParamsNonStreaming } from 'openai/resources/images';
import type { CallStreamEvent, ImageCallRequest, PictureSize } from '#shared/run/call.ts';
import { pictureBytes } from '../picture-answer.ts';
import { withNegative } from '../picture-size.ts';
import type { PictureContext } from '../types.ts';
import { createClient } from './create-client.ts';

interface ImagesDialect {
  /** A wish in pixels as the model takes it. */
  readonly sizeOf: (size: PictureSize) => string;
}

/** Pictures by `POST /images/generations`, the answer of which has the bytes or says where they lie. */
export function paintWithImages({ sizeOf }: ImagesDialect) {
  return async function* paint(
    request: ImageCallRequest,
    context: PictureContext,
  ): AsyncGenerator<CallStreamEvent> {
    const body = {
      ...context.parameters,
      model: request.model,
      prompt: withNegative(request.prompt, request.negative),
      ...(request.size === undefined ? {} : { size: sizeOf(request.size) }),
    } as ImageGenerateParamsNonStreaming;
    const answer = await createClient(context).images.generate(body, { signal: context.signal });
    const picture = answer.data?.[0];
    const bytes = await pictureBytes({ base64: picture?.b64_json, url: picture?.url }, context.followUps);
    if (answer.usage !== undefined) {
      const { input_tokens: inputTokens, output_tokens: outputTokens } = answer.usage;
      yield { type: 'usage', usage: { inputTokens, outputTokens } };
    }
    yield { type: 'picture', mediaType: 'image/png', bytes };
    yield { type: 'finished', reason: 'stop' };
  };
}
