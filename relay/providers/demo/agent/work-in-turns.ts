import type { TextCallRequest } from '#shared/run/call.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';
import { detectLanguage } from '../detect-language.ts';
import { phrasesFor } from '../phrases-for.ts';
import type { Phrases } from '../phrases.ts';
import type { Random } from '../random.ts';
import { proseOf } from '../read-prompt.ts';
import { subjectOf } from '../subject.ts';
import { rankSentences } from '../tasks/compress.ts';
import { fill, sentences, withoutEndMark } from '../text-tools.ts';
import { pickTools, type Pick } from './pick-tools.ts';
import { heardOf, readConversation, type Conversation } from './read-conversation.ts';
import { agentWords, type AgentWords } from './words.ts';

/** One turn of an agent of the demo. */
export interface Turn {
  readonly thought: string;
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

/** The demo's answer to a text on its own: what it writes when it works without tools. */
export type Answer = (subject: string) => string;

const POINTS = 4;
const SHOWN_TASK_CHARACTERS = 160;

/** The next turn: calls with a few words beside them, or the answer. Pure: the same conversation has the same turn. */
export function workInTurns(request: TextCallRequest, random: Random, answer: Answer): Turn {
  const conversation = readConversation(request);
  const language = detectLanguage(conversation.task);
  const [words, phrases] = [agentWords(language), phrasesFor(language)];
  const read = materialOf(conversation);
  const source = {
    subject: read || conversation.task,
    words: subjectOf(conversation.task, phrases),
    phrases,
    random,
  };
  const isJson = request.responseFormat !== undefined;
  const write = (): string => wholeAnswer(conversation, isJson ? null : words, answer);
  const points = mainPoints(read, phrases);
  const picked = pickTools({
    conversation,
    words,
    source,
    answer: () => wholeAnswer(conversation, null, answer),
    points,
  });
  const thought = think(conversation, words, picked?.calls ?? []);
  if (picked === null) return { thought, text: write(), calls: [] };
  const calls = picked.calls.map((call, index) => ({ id: `d${conversation.turn}c${index}`, ...call }));
  return { thought, text: words.say[picked.act], calls };
}

/** What it has read so far. */
function materialOf(conversation: Conversation): string {
  return [...heardOf(conversation, 'read_input'), ...heardOf(conversation, 'fetch_url').map(bodyOf)].join(
    '\n\n',
  );
}

/** An answer of the web without the line that says how it went. */
const bodyOf = (text: string): string => text.replace(/^Status \d+[^\n]*\n+/, '');

function mainPoints(read: string, phrases: Phrases): string {
  const prose = proseOf(read);
  const ranked = rankSentences(sentences(prose), prose, phrases).slice(0, POINTS);
  return [...ranked]
    .sort((one, other) => one.index - other.index)
    .map(({ sentence }) => `- ${withoutEndMark(sentence)}`)
    .join('\n');
}

/** Without headings; and results of steps say again what they were made from. */
const once = (prose: string): string => [...new Set(sentences(prose.replace(/^#{1,6} .*$/gm, '')))].join(' ');

/** The task done with all that was heard; with words, also what people and tools said to it. */
function wholeAnswer(conversation: Conversation, words: AgentWords | null, answer: Answer): string {
  const { task, material, told } = conversation;
  const done = [...heardOf(conversation, 'ask_person')];
  const stepped = told.filter(({ call, failed }) => call.name.startsWith('step_') && !failed);
  const read = [material, materialOf(conversation)].filter((part) => part !== '').join('\n\n');
  const body =
    stepped.at(-1)?.text ?? answer(read === '' ? task : `${task}\n\n<text>\n${once(proseOf(read))}\n</text>`);
  if (words === null) return body;
  const failed = told.filter((each) => each.failed).map(({ call }) => call.name);
  const filed = told.find(({ call, failed: isLost }) => call.name === 'make_file' && !isLost)?.call
    .arguments?.['name'];
  return [
    ...done.map((said) => fill(words.answered, { name: withoutEndMark(said) })),
    body,
    ...(failed.length === 0 ? [] : [fill(words.unreached, { name: [...new Set(failed)].join(', ') })]),
    ...(typeof filed === 'string' ? [fill(words.filed, { name: filed })] : []),
  ].join('\n\n');
}

/** What goes through its head: its task at first, what it heard since, what it does next. */
function think(conversation: Conversation, { think: words }: AgentWords, calls: readonly Pick[]): string {
  const { task, told, turn } = conversation;
  const shown = withoutEndMark(task.replace(/\s+/g, ' ')).slice(0, SHOWN_TASK_CHARACTERS);
  const begin =
    turn === 1 ? fill(words.task, { task: shown }) : fill(words.back, { count: String(told.length) });
  const names = [...new Set(calls.map(({ name }) => name))].join(', ');
  return `${begin} ${names === '' ? words.none : fill(words.tools, { name: names })}`;
}
