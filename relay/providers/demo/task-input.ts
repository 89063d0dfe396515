import type { TextCallRequest } from '#shared/run/call.ts';
import type { LanguageCode } from './languages.ts';
import type { Phrases } from './phrases.ts';
import type { Random } from './random.ts';

/** What a task of the demo works with. */
export interface TaskInput {
  readonly subject: string;
  readonly details: TextCallRequest['purpose']['details'];
  /** Language of the subject. */
  readonly language: LanguageCode;
  readonly phrases: Phrases;
  readonly random: Random;
  /** All system messages, joined. */
  readonly system: string;
  /** What can be seen on the pictures of the call, in their order. */
  readonly pictures: readonly string[];
}
