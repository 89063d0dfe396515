import { capitalise } from '../text-tools.ts';

export interface Question {
  readonly question: string;
  /** What people pick from; [] = any words. */
  readonly choices: readonly string[];
}

/** Words that tell an agent to ask somebody, in the six languages that the demo writes; not "task". */
const ASKING =
  /(?<!\p{L})(?:ask|check with|confirm with|pregunt\p{L}*|consult\p{L}*|demand\p{L}*|interroge\p{L}*|frag(?:e|en|t)?|rückfrage\p{L}*|chied\p{L}*|pergunt\p{L}*)(?!\p{L})/iu;

/** Who is asked, and words that join it to what is asked. */
const WHOM =
  /^[\s,:]*(?:(?:me|us|a person|somebody|someone|people|the (?:person|user|team|editor|people)|a una persona|a alguien|nos|une personne|quelqu’un|einen menschen|jemanden|mich|uns|nach|una persona|qualcuno|uma pessoa|alguém|a)(?!\p{L})[\s,:]*)*(?:(?:whether|if|about|for|si|sobre|ob|se)(?!\p{L})\s*)?/iu;

const BETWEEN = /([\p{L}\p{N}-]+) (?:or|o|ou|oder|oppure) ([\p{L}\p{N}-]+)/iu;

/** “it should be short” asks “Should it be short?”. */
const STATEMENT = /^(it|this|that|they|we|you|the \w+) (should|is|are|can|could|would|must|may|will) (.+)$/i;

/** The question that a task tells to ask; null when it tells nothing of the kind. */
export function readQuestion(task: string, whichOne: string): Question | null {
  const found = ASKING.exec(task);
  if (found === null) return null;
  const rest = task.slice(found.index + found[0].length).split(/(?<=[.!?\n])\s|\n/u)[0] ?? '';
  const about = rest
    .replace(WHOM, '')
    .replace(/[\s.!?,;:]+$/u, '')
    .trim();
  const between = BETWEEN.exec(about);
  const choices = between === null ? [] : [between[1] ?? '', between[2] ?? ''];
  const turned = about.replace(STATEMENT, '$2 $1 $3');
  return { question: about.length < 3 ? whichOne : `${capitalise(turned)}?`, choices };
}
