import type { TextCallRequest } from '#shared/run/call.ts';
import { workInTurns, type Turn } from './agent/work-in-turns.ts';
import { answer } from './answer.ts';
import type { Random } from './random.ts';

/** All that the demo says to a call: a turn of an agent where tools are offered, else its answer and what it thinks before. */
export function respond(request: TextCallRequest, random: Random, pictures: readonly string[] = []): Turn {
  const answerTo = (subject: string): string =>
    answer({ ...request, purpose: { ...request.purpose, subject } }, random, pictures);
  const turn = (): Turn => workInTurns(request, random, answerTo);
  if (request.tools !== undefined || request.purpose.task === 'agent') return turn();
  const text = answer(request, random, pictures);
  return { thought: request.thinking === undefined ? '' : turn().thought, text, calls: [] };
}
