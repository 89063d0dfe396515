import type { TaskInput } from '../task-input.ts';
import { contract, definite, slots, subjectOf } from '../subject.ts';
import { capitalise, clip, fill, sentences, titleCase, withoutEndMark } from '../text-tools.ts';
import { proseOf, readPrompt, type Prompt } from '../read-prompt.ts';
import { rankSentences } from './compress.ts';

/** Writes sentences about the prompt's subject. */
interface Writer {
  (template: string): string;
  /** False for a template that would say the same word twice. */
  fits(template: string): boolean;
}

/** An answer in the form the prompt asks for: list, steps, titles, summary, critique, table, poem, letter, or a few paragraphs. */
export function free(input: TaskInput): string {
  const prompt = readPrompt(input.subject);
  return clip(formOf(prompt, input, writer(prompt, input)));
}

function formOf(prompt: Prompt, input: TaskInput, write: Writer): string {
  const { free: parts } = input.phrases;
  const pick = (templates: readonly string[]): string => write(input.random.pick(fitting(templates, write)));
  switch (prompt.form) {
    case 'list':
      return numbered(some(parts.items, prompt.count ?? 5, input, write), write, prompt.numbered);
    case 'steps':
      return numbered(parts.steps.slice(0, prompt.count ?? 5), write, true);
    case 'titles':
      return titles(input, some(parts.titles, prompt.count ?? 1, input, write), write);
    case 'summary':
      return summary(prompt, input);
    case 'critique':
      return critique(input, write);
    case 'table':
      return table(some(parts.items, prompt.count ?? 4, input, write), write, parts.headings);
    case 'poem':
      return parts.poem.map(write).join('\n');
    case 'letter':
      return [
        parts.letter.greeting,
        `${pick(parts.answer)} ${pick(parts.more)}`,
        pick(parts.close),
        parts.letter.close,
      ].join('\n\n');
    case 'short':
      return pick(parts.close);
    case 'json':
      return JSON.stringify(asJson(input, write), null, 2);
    case 'text':
      return [pick(parts.answer), pick(parts.more), pick(parts.close)].join('\n\n');
    default:
      return prompt.form satisfies never;
  }
}

/** Sentences about what the prompt is about: its topic and three more of its words. A text to work on goes first. */
function writer(prompt: Prompt, { phrases }: TaskInput): Writer {
  const found = subjectOf(prompt.material === '' ? prompt.topic : proseOf(prompt.material), phrases);
  const things = [...found.names, ...found.things].map((thing) => definite(thing, phrases));
  const words = [...things, ...found.keywords].filter((word, index, all) => isNew(word, all.slice(0, index)));
  const [topic = phrases.free.something, a = '', b = '', c = ''] = [...words, ...phrases.free.generic];
  const values = slots({ topic, a, b, c });
  const write = (template: string): string => capitalise(contract(fill(template, values), phrases));
  const fits = (template: string): boolean => {
    const used = (template.match(/\{\w+\}/g) ?? []).map((slot) =>
      (values[slot.slice(1, -1)] ?? '').toLowerCase(),
    );
    return new Set(used).size === used.length;
  };
  return Object.assign(write, { fits });
}

function fitting(templates: readonly string[], write: Writer): readonly string[] {
  const found = templates.filter((template) => write.fits(template));
  return found.length === 0 ? templates : found;
}

/** "map" says nothing new beside "the old map". */
function isNew(word: string, earlier: readonly string[]): boolean {
  const lower = word.toLowerCase();
  return !earlier.some(
    (other) => other.toLowerCase().split(/\s+/).includes(lower) || other.toLowerCase() === lower,
  );
}

function some(
  templates: readonly string[],
  count: number,
  { random }: TaskInput,
  write: Writer,
): readonly string[] {
  const order = random.shuffle(fitting(templates, write));
  return Array.from({ length: Math.min(count, 20) }, (_unused, index) => order[index % order.length] ?? '');
}

function numbered(templates: readonly string[], write: Writer, withNumbers: boolean): string {
  return templates
    .map((template, index) => `${withNumbers ? `${index + 1}.` : '-'} ${write(template)}`)
    .join('\n');
}

function titles({ phrases }: TaskInput, templates: readonly string[], write: Writer): string {
  const written = templates.map((template) => titleCase(write(template), phrases.determiners.has('the')));
  return written.length === 1
    ? (written[0] ?? '')
    : written.map((title, index) => `${index + 1}. ${title}`).join('\n');
}

/** The sentences that say most, in their order. */
function summary(prompt: Prompt, { phrases }: TaskInput): string {
  const text = prompt.material === '' ? prompt.topic : prompt.material;
  const all = sentences(text);
  const chosen = rankSentences(all, text, phrases).slice(0, prompt.count ?? 3);
  const inOrder = [...chosen].sort((a, b) => a.index - b.index).map(({ sentence }) => sentence);
  return prompt.bullets
    ? inOrder.map((sentence) => `- ${withoutEndMark(sentence)}`).join('\n')
    : inOrder.join(' ');
}

function critique({ phrases }: TaskInput, write: Writer): string {
  const { headings, strengths, weaknesses, next } = phrases.free;
  const section = (heading: string, points: readonly string[]): string =>
    `### ${heading}\n\n${fitting(points, write)
      .map((point) => `- ${write(point)}`)
      .join('\n')}`;
  return [
    section(headings.strengths, strengths),
    section(headings.weaknesses, weaknesses),
    section(headings.next, next),
  ].join('\n\n');
}

function table(
  templates: readonly string[],
  write: Writer,
  headings: { readonly strengths: string; readonly next: string },
): string {
  const rows = templates.map((template, index) => `| ${index + 1} | ${write(template)} |`);
  return [`| | ${headings.next} |`, '|---|---|', ...rows].join('\n');
}

/** Asked for JSON without a schema: an object that names what the prompt is about. */
function asJson({ phrases }: TaskInput, write: Writer): object {
  return {
    title: write('{Topic}'),
    summary: write(phrases.free.close[0] ?? '{topic}'),
    keywords: [write('{a}'), write('{b}'), write('{c}')],
  };
}
