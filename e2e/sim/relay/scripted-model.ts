import { hashOf } from '../kernel/random.ts';
import { WEB_HOST } from './web-host.ts';

/** A model without chance: the same question gets the same words, and calls the same tools. */

/** What a provider is asked, as Weft puts it or as it goes over the wire. */
export interface Question {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools?: readonly { readonly name?: string; readonly function?: { readonly name: string } }[];
}

export function questionKey(question: Question): string {
  const texts = question.messages.map(({ role, content }) => `${role}:${textOf(content)}`);
  const key = `${hashOf(texts.join('|') + question.model)}.${texts.join().length}`;
  const most = PLAN_WANTED.exec(texts[0] ?? '')?.[1];
  return most === undefined ? key : `plan${most}/${key}`;
}

const PLAN_WANTED = /Make as few steps as the task needs, (\d+) at most/;
const PLAN_KEY = /^plan(\d+)\//;

/** The steps of the plan that is the answer to this question; null = it asks for none, or the answer is none. */
export function planIn(
  question: string,
): readonly { readonly title: string; readonly task: string }[] | null {
  const most = Number(PLAN_KEY.exec(question)?.[1] ?? 0);
  if (most === 0 || numberOf(`${question}/bad`, 4) === 0) return null;
  return Array.from({ length: 1 + numberOf(`${question}/steps`, most) }, (_, index) => ({
    title: `Step ${index + 1}`,
    task: `Do ${WORDS[numberOf(`${question}${index}`, WORDS.length)] ?? ''}.`,
  }));
}

/** What some models write instead of a plan. */
const NO_PLANS = [
  'First the fog, then the harbour.',
  '{"steps":[]}',
  '{"steps":[{"title":"Only a title"}]}',
  '```json\n{"st',
];

function planText(question: string): string {
  const steps = planIn(question);
  if (steps === null) return NO_PLANS[numberOf(`${question}/words`, NO_PLANS.length)] ?? '';
  const plan = JSON.stringify({ steps });
  return numberOf(`${question}/fence`, 3) === 0 ? `Here it is:\n\`\`\`json\n${plan}\n\`\`\`` : plan;
}

/** Texts of one message are put together with an empty line between them, as Weft does it. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return ((content ?? []) as { text?: string }[])
    .flatMap(({ text }) => (text === undefined ? [] : [text]))
    .join('\n\n');
}

const WORDS = [
  'fog',
  'harbour',
  'étage',
  'lamp',
  'grey',
  'gull',
  'salt',
  'rope',
  'night',
  '海',
  'tide',
  'wick',
];

/** The same question always gets the same answer, so that an output does not depend on how often a host was killed. */
export function answerTo(question: string): string {
  if (PLAN_KEY.test(question)) return planText(question);
  const hash = Math.abs(hashOf(question));
  const length = hash % 29 === 0 ? 3_600 : 4 + (hash % 40);
  const words = Array.from(
    { length },
    (_, index) => WORDS[Math.abs(hashOf(`${question}${index}`)) % WORDS.length],
  );
  return words.join(' ');
}

/** A tool that the model calls, with its arguments as it writes them. */
export interface ScriptedCall {
  readonly id: string;
  readonly name: string;
  readonly written: string;
}

/** How many tools it calls in its turns; it has enough after three. */
const CALLS_OF_TURN: readonly (readonly number[])[] = [
  [1, 1, 2, 3, 0],
  [1, 0, 2, 1],
  [1, 0, 0],
];

export function toolCallsOf(question: Question): readonly ScriptedCall[] {
  const offered = (question.tools ?? []).map((tool) => tool.name ?? tool.function?.name ?? '');
  if (offered.length === 0) return [];
  const key = questionKey(question);
  const turn = question.messages.filter(({ role }) => role === 'assistant').length;
  const counts = CALLS_OF_TURN[turn] ?? [0];
  const count = counts[numberOf(key, counts.length)] ?? 0;
  return Array.from({ length: count }, (_, index) => {
    const own = `${key}/${index}`;
    const name =
      numberOf(own, 12) === 0 ? 'no_such_tool' : (offered[numberOf(`${own}/tool`, offered.length)] ?? '');
    const written =
      numberOf(`${own}/broken`, 12) === 0 ? '{"name": ' : JSON.stringify(argumentsOf(name, own));
    return { id: `call${String(numberOf(own, 100_000)).padStart(5, '0')}`, name, written };
  });
}

function argumentsOf(tool: string, own: string): object {
  const which = numberOf(`${own}/which`, 3);
  switch (tool) {
    case 'read_input':
      return { number: 1 };
    case 'read_note':
      return which === 0 ? { name: `note ${which}` } : {};
    case 'write_note':
      return { name: `note ${which}`, text: `Of ${own}` };
    case 'ask_person':
      return which === 0
        ? { question: `What of ${own}?` }
        : { question: 'Which?', choices: ['this', 'that'] };
    case 'fetch_url':
      return {
        url: [`https://${WEB_HOST}/of/${own}`, 'https://elsewhere.example.net/', 'no address'][which] ?? '',
      };
    case 'make_file':
      return { name: `by-an-agent-${which}.md`, content: `Of ${own}` };
    default:
      return {};
  }
}

const numberOf = (text: string, below: number): number => Math.abs(hashOf(text)) % below;
