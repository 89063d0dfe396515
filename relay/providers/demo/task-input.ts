import type { CallRequest } from '#shared/run/call.ts';
import type { LanguageCode } from './languages.ts';
import type { Phrases } from './phrases.ts';
import type { Random } from './random.ts';

/** What a task of the demo works with. */
export interface TaskInput {
  readonly subject: string;
  readonly details: CallRequest['purpose']['details'];
  /** Language of the subject. */
  readonly language: LanguageCode;
  readonly phrases: Phrases;
  readonly random: Random;
  /** All system messages, joined. */
  readonly system: string;
}
