/** More than five lines of a wide node ever hold. */
const ENOUGH_CHARACTERS = 900;
/** Without a line break in reach, the cut waits until this much has come, so that lines seldom wrap anew. */
const TOO_MANY_CHARACTERS = 4_000;

/**
 * The part of a text that a node can show, as plain words: the start of a finished one, the end of a growing one. The
 * end is cut at a line break, so that words which already stand do not move when more arrive.
 */
export function excerpt(text: string, from: 'start' | 'end'): string {
  const part = from === 'start' ? text.slice(0, ENOUGH_CHARACTERS) : tail(text);
  return plainWords(part).trim();
}

function tail(text: string): string {
  const earliest = text.length - ENOUGH_CHARACTERS;
  if (earliest <= 0) return text;
  const lineBreak = text.lastIndexOf('\n', earliest);
  if (lineBreak >= 0 && text.length - lineBreak < TOO_MANY_CHARACTERS) return text.slice(lineBreak + 1);
  const step = TOO_MANY_CHARACTERS - ENOUGH_CHARACTERS;
  const cut = Math.floor(text.length / step) * step - ENOUGH_CHARACTERS;
  return cut <= 0 ? text : text.slice(text.indexOf(' ', cut) + 1);
}

/** Markdown's marks out, its words and line breaks kept; runs of empty lines become one line break. */
function plainWords(text: string): string {
  return text
    .replace(/^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)/gm, '')
    .replace(/(\*\*|__|~~|`)(?=\S)(.+?)\1/g, '$2')
    .replace(/(^|\s)[*_](?=\S)([^*_\n]+?)[*_](?=\s|[.,;:!?]|$)/g, '$1$2')
    .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, '')
    .replace(/\n{2,}/g, '\n');
}
