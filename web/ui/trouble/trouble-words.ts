import type { ErrorCategory } from '#shared/run/error-category.ts';
import type { TroubleActName } from './trouble-acts.ts';

/** What a kind of trouble is called, what helps, and the acts that do it, the likeliest first. */
export interface TroubleAdvice {
  readonly title: string;
  /** One sentence. */
  readonly help: string;
  readonly acts: readonly TroubleActName[];
}

export const TROUBLE_ADVICE: { readonly [category in ErrorCategory]: TroubleAdvice } = {
  key: {
    title: 'Key',
    help: 'Put a working key in, or let a model of another provider do it.',
    acts: ['retry', 'open-keys', 'change-model'],
  },
  money: {
    title: 'Budget',
    help: 'Raise the budget, wait until it is open again, or pick a model that costs less.',
    acts: ['open-keys', 'retry', 'change-model'],
  },
  rate: {
    title: 'Rate limit',
    help: 'A model of another provider has a limit of its own.',
    acts: ['retry', 'change-model'],
  },
  rights: {
    title: 'Rights',
    help: 'Ask the owner of the flow for a link that may do this.',
    acts: ['retry'],
  },
  'too-long': {
    title: 'Too long',
    help: 'Shorten what goes in, put a Compressor before this step, or pick a model that takes more.',
    acts: ['retry', 'change-model', 'open-step'],
  },
  refused: {
    title: 'Refused by the provider',
    help: 'Its rules stopped this. Ask for it in other words, or pick another model.',
    acts: ['retry-with', 'change-model', 'retry'],
  },
  connection: {
    title: 'Connection',
    help: 'The line broke on the way. What had come back is kept; try again.',
    acts: ['retry'],
  },
  slow: {
    title: 'No answer in time',
    help: 'Try again, ask for less, or pick a faster model.',
    acts: ['retry', 'change-model'],
  },
  provider: {
    title: 'Trouble at the provider',
    help: 'Nothing is wrong with your flow. Try again, or let another provider do it.',
    acts: ['retry', 'change-model'],
  },
  billing: {
    title: 'Billed or not',
    help: 'Nobody can say whether this call was charged. Only you decide whether it is made again.',
    acts: ['retry'],
  },
  web: {
    title: 'The server asked',
    help: 'Look at the address and at what the server says, then run the step again.',
    acts: ['open-step', 'retry'],
  },
  model: {
    title: 'Model',
    help: 'Pick a model that the provider has.',
    acts: ['change-model', 'retry'],
  },
  settings: {
    title: 'Settings',
    help: 'Correct the settings of this step, then run it again.',
    acts: ['open-step', 'retry', 'change-model'],
  },
  input: {
    title: 'Input',
    help: 'Give the step what it needs: a thread, or a value in its field.',
    acts: ['open-step', 'retry'],
  },
  flow: { title: 'The flow', help: 'Mend the flow as the message says, then run it.', acts: ['open-step'] },
  earlier: {
    title: 'An earlier step',
    help: 'Mend the step before it; this one follows by itself.',
    acts: ['show-cause'],
  },
  people: {
    title: 'A person decided',
    help: 'Run it again when it shall be asked anew.',
    acts: ['retry'],
  },
  code: {
    title: 'Code',
    help: 'Correct the code at the place that is named, then run it again.',
    acts: ['open-step', 'retry'],
  },
  answer: {
    title: 'The answer does not fit',
    help: 'Say in words what the answer must be like, or pick another model.',
    acts: ['retry-with', 'retry', 'change-model'],
  },
  limit: {
    title: 'Limit reached',
    help: 'Do it in smaller pieces: split the flow, or start a new run.',
    acts: ['retry'],
  },
  ended: { title: 'Stopped', help: 'Run it again when you want it.', acts: ['retry'] },
  weft: {
    title: 'Weft',
    help: 'Run it again. If it happens again, reload the page.',
    acts: ['retry'],
  },
};
