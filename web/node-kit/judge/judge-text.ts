import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { askModel } from '../ask-model.ts';
import { configText, type RunContext } from '../types.ts';
import { judgeWish } from './judge-wish.ts';

/**
 * What a model says to the question in the form: one call.
 * @throws WeftFailure when its answer is neither yes nor no
 */
export async function judgeText(context: RunContext, text: string): Promise<boolean> {
  const question = configText(context.config, 'question');
  const answer = await askModel(context, judgeWish({ text, question, guidance: context.guidance }));
  const [, word] = /^[^\p{L}]*(yes|no)(?!\p{L})/iu.exec(answer) ?? [];
  if (word !== undefined) return word.toLowerCase() === 'yes';
  const message = `The model answered neither yes nor no, but “${answer.slice(0, 80)}”. Ask more plainly, or run the node again.`;
  throw new WeftFailure(weftError('invalid-output', message, { retryable: true, field: 'question' }));
}
