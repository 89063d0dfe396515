import type { TextCallRequest } from '#shared/run/call.ts';
import { callRequest } from '../testing/harness.ts';
import { answer } from './answer.ts';
import { createRandom, seedOf } from './random.ts';

type Purpose = TextCallRequest['purpose'];

/** A demo call for one task. */
export function demoRequest(
  task: string,
  subject: string,
  details: Purpose['details'] = {},
  changes: Partial<TextCallRequest> = {},
): TextCallRequest {
  return callRequest({
    provider: 'demo',
    model: 'demo',
    messages: [{ role: 'user', content: [{ type: 'text', text: subject }] }],
    purpose: { task, details, subject },
    ...changes,
  });
}

/** The demo's answer to one task. */
export function demoAnswer(
  task: string,
  subject: string,
  details: Purpose['details'] = {},
  changes: Partial<TextCallRequest> = {},
): string {
  const request = demoRequest(task, subject, details, changes);
  return answer(request, createRandom(seedOf(subject)));
}
