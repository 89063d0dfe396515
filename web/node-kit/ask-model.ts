import { LIMITS } from '#shared/protocol/limits.ts';
import { messageText } from '#shared/run/call.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { CallWish, RunContext } from './types.ts';

/**
 * One model call whose answer is text. Says so on the node when the answer was cut by its limit.
 * @throws WeftFailure output-too-large before the call when the prompt is longer than a call may carry,
 * invalid-output when the model answered with nothing.
 */
export async function askModel(context: RunContext, wish: CallWish): Promise<string> {
  if (messageText(wish.messages).length > LIMITS.textOutputBytes)
    throw new WeftFailure(
      weftError(
        'output-too-large',
        'The text that came in is longer than a model call may carry. Shorten it with a Compressor first.',
      ),
    );
  const result = await context.call(wish);
  const text = result.text.trim();
  if (text === '')
    throw new WeftFailure(
      weftError(
        'invalid-output',
        'The model answered with no text. Run the node again or change its model.',
        {
          retryable: true,
        },
      ),
    );
  if (result.truncated)
    context.warn(
      'The model reached its output limit, so the text may stop early. Raise the limit or ask for less.',
    );
  return text;
}
