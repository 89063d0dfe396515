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
const JOINT = /[,;]\s*(?:and )?then\s+|\s+and then\s+/i;

/** The plan of the demo: what the task says one after another, `most` steps at most; the last takes what is left. */
export function plan(task: string, most: number): readonly PlanStep[] {
  const said = task.split(SENTENCE_END).flatMap((sentence) => sentence.split(JOINT));
  const parts = said.length <= most ? said : [...said.slice(0, most - 1), said.slice(most - 1).join(' ')];
  const steps = parts
    .map((part) => capitalise(part.replace(OPENING, '').trim()))
    .filter((part) => part !== '');
  const [whole] = [task.trim() || 'Do it'];
  return (steps.length === 0 ? [whole] : steps).map((step) => ({ title: titleOf(step), task: step }));
}

function titleOf(step: string): string {
  const words = withoutEndMark(step).split(/\s+/);
  const title = words.slice(0, TITLE_WORDS).join(' ');
  return words.length > TITLE_WORDS ? `${title}…` : title;
}
