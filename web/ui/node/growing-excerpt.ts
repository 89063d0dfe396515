import { plainWords } from './plain-words.ts';

/**
 * The end of a text that grows, as plain words. Its beginning is left out where the caller says that a line ends, so that
 * words which already stand keep their places. What an update costs does not depend on how long the text has become.
 */
export interface GrowingExcerpt {
  /** The words to show of the text as it is now. A text that does not go on from the one before is begun anew. */
  readonly of: (text: string) => string;
  /** Leaves out this many more characters at the beginning of what was shown last. */
  readonly leaveOut: (characters: number) => void;
}

/** A text that is long already when it is first shown starts this many characters before its end, at a line or word. */
const ENOUGH_CHARACTERS = 900;
/** So much may be left out before the text is cut without a line break, and before it is cut anyhow. */
const MANY_CHARACTERS = 300;
const TOO_MANY_CHARACTERS = 4_000;
/** By so many characters a text is known again. */
const MARK_CHARACTERS = 24;

export function createGrowingExcerpt(): GrowingExcerpt {
  let text = '';
  /** Where the part that is still looked at begins, in characters of the text. */
  let start = 0;
  /** Characters of that part's plain words that are left out. */
  let left = 0;
  let shown = '';

  const goesOn = (next: string) =>
    text !== '' &&
    next.length >= text.length &&
    next.startsWith(text.slice(start, start + MARK_CHARACTERS), start);

  function begin(next: string): void {
    left = 0;
    const earliest = next.length - ENOUGH_CHARACTERS;
    start = earliest <= 0 ? 0 : afterBreak(next, earliest);
  }

  /** Moves the start to this place when it lies in what is left out and changes nothing of what is shown. */
  function startAt(place: number): boolean {
    if (place <= start) return false;
    const whole = plainWords(text.slice(start)).trim();
    const rest = plainWords(text.slice(place)).trim();
    if (!whole.endsWith(rest) || whole.length - rest.length > left) return false;
    left -= whole.length - rest.length;
    start = place;
    return true;
  }

  /** At a line break best: no marks of a pair are parted there. */
  function forget(): void {
    if (startAt(text.lastIndexOf('\n', start + left - 1) + 1)) return;
    if (left > MANY_CHARACTERS && !startAt(start + left) && left > TOO_MANY_CHARACTERS) begin(text);
  }

  return Object.freeze({
    of(next: string) {
      if (!goesOn(next)) begin(next);
      text = next;
      shown = plainWords(text.slice(start)).trim().slice(left);
      return shown;
    },
    leaveOut(characters: number) {
      left += Math.min(characters, shown.length);
      shown = shown.slice(characters);
      forget();
    },
  });
}

/** The place after the first line break, or else the first space, within reach from here. */
function afterBreak(text: string, from: number): number {
  const lineBreak = text.indexOf('\n', from - 1);
  if (lineBreak >= 0 && lineBreak - from < ENOUGH_CHARACTERS / 2) return lineBreak + 1;
  return text.indexOf(' ', from) + 1 || from;
}
