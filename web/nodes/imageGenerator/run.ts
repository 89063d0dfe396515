import { LIMITS } from '#shared/protocol/limits.ts';
import type { PictureSize } from '#shared/run/call.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner, type RunContext } from '../../node-kit/types.ts';
import { generateWish } from './prompt.ts';

/** One call. The picture, and the prompt that it was made of. */
export const run: NodeRunner = async (context) => {
  const prompt = context.inputs.text.trim() || configText(context.config, 'prompt').trim();
  if (prompt === '')
    throw missingInput('prompt', '“Prompt” is empty, and nothing came in. Say what the picture should show.');
  const wish = generateWish({ prompt, size: sizeOf(context), guidance: context.guidance });
  if (wish.prompt.length > LIMITS.picturePromptCharacters)
    throw new WeftFailure(
      weftError(
        'output-too-large',
        'The prompt is longer than a picture model takes. Shorten it with a Compressor first.',
      ),
    );
  return { image: await context.paint(wish), text: prompt };
};

function sizeOf({ config }: RunContext): PictureSize | null {
  const [width, height] = [config['width'], config['height']];
  if (typeof width !== 'number' || typeof height !== 'number') return null;
  return { width: Math.round(width), height: Math.round(height) };
}
