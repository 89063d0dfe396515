import { capitalise, withoutEndMark } from '../text-tools.ts';

interface PlanStep {
  readonly title: string;
  readonly task: string;
}

const TITLE_WORDS = 5;
const OPENING =
  /^(?:first|then|next|after that|finally|and|dann|zuerst|zum schluss|luego|puis|poi|depois)\b[,:]?\s*/i;
/** A dot within a word ends no sentence: `guide.md`. */
const SENTENCE_END = /(?<=[.!?…])\s+|(?<=[。！？])|\n+/u;
const HAS_WORDS = /[\p{L}\p{N}]/u;
/** What a plan's form takes; the title has room for its end mark. */
const TITLE_CHARACTERS = 110;
const TASK_CHARACTERS = 800;
const JOINT = /[,;]\s*(?:and )?then\s+|\s+and then\s+/i;

/** The plan of the demo: what the task says one after another, `most` steps at most; the last takes what is left. */
export function plan(task: string, most: number): readonly PlanStep[] {
  const said = task.split(SENTENCE_END).flatMap((sentence) => sentence.split(JOINT));
  const steps = said
    .map((part) => capitalise(part.replace(OPENING, '').trim()))
    .filter((part) => HAS_WORDS.test(part));
  const parts = steps.length <= most ? steps : [...steps.slice(0, most - 1), steps.slice(most - 1).join(' ')];
  return (parts.length === 0 ? ['Do it'] : parts).map((step) => ({
    title: titleOf(step),
    task: shortened(step, TASK_CHARACTERS),
  }));
}

function titleOf(step: string): string {
  const words = withoutEndMark(step).split(/\s+/);
  const title = shortened(words.slice(0, TITLE_WORDS).join(' '), TITLE_CHARACTERS);
  return words.length > TITLE_WORDS ? `${title}…` : title;
}

/** No pair of units is cut apart. */
const shortened = (text: string, characters: number): string =>
  text.slice(0, characters).replace(/[\ud800-\udbff]$/, '');
