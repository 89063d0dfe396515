import { createGrowingExcerpt } from './growing-excerpt.ts';
import type { Painter } from './turns.ts';

/** Characters that stand in a card at most, most of them above the shown lines, before the oldest lines are taken out. */
const MOST_CHARACTERS = 700;
/** Lines kept above those that are shown, so that the first of these never changes. */
const SPARE_LINES = 2;

/**
 * The words of a growing text in an element, as one text node to which new words are added: the browser then shapes only
 * these. Lines that have long left the view are taken out whole, so that nothing that stands wraps anew.
 */
export function createGrowingWords(
  element: HTMLElement,
  {
    read,
    lines,
    onwords,
  }: {
    /** The whole text. */
    readonly read: () => string;
    /** Shown at most. */
    readonly lines: number;
    /** Called when other words are drawn than before. */
    readonly onwords: () => void;
  },
): Painter {
  const node = document.createTextNode('');
  element.prepend(node);
  const excerpt = createGrowingExcerpt();
  let surplus = 0;

  return Object.freeze({
    measure() {
      surplus = node.length > MOST_CHARACTERS ? charactersAbove(node, lines + SPARE_LINES) : 0;
    },
    paint() {
      if (surplus > 0) {
        node.deleteData(0, surplus);
        excerpt.leaveOut(surplus);
        surplus = 0;
      }
      const words = excerpt.of(read());
      if (words === node.data) return;
      onwords();
      if (words.startsWith(node.data)) node.appendData(words.slice(node.length));
      else node.data = words;
    },
  });
}

/** Characters before the last `lines` lines; 0 when there are no more lines than these. */
function charactersAbove(node: Text, lines: number): number {
  const range = document.createRange();
  range.selectNodeContents(node);
  const tops = [...new Set([...range.getClientRects()].map(({ top }) => top))];
  const first = tops.at(-lines);
  if (first === undefined || first === tops[0]) return 0;
  let low = 0;
  let high = node.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (topOf(range, node, middle) < first - 1) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Top of the line that holds a character. Blanks where a line wraps have no box: they belong to the line before. */
function topOf(range: Range, node: Text, at: number): number {
  for (let from = at; from >= 0; from -= 1) {
    range.setStart(node, from);
    range.setEnd(node, from + 1);
    const [rect] = range.getClientRects();
    if (rect !== undefined && rect.height > 0) return rect.top;
  }
  return -Infinity;
}
