/**
 * Markdown to tokens, for text that grows: what is settled is not read again, so a long answer costs each frame only
 * its last block. Knows nothing of the screen; Markdown.svelte draws the tokens without ever making HTML of them.
 */
import { Lexer, type Token } from 'marked';

export type MarkdownLexer = (source: string) => readonly Token[];

/** Longer text is shown as it is: nobody reads its headings, and the lexer would hold up the page. */
const MAX_CHARACTERS = 400_000;

/** A lexer that remembers its last source. Tokens of blocks that did not change keep their identity. */
export function createMarkdownLexer(): MarkdownLexer {
  let lastSource = '';
  let tokens: readonly Token[] = [];
  return (source) => {
    if (source === lastSource) return tokens;
    tokens = source.startsWith(lastSource) ? append(tokens, lastSource, source) : lexAll(source);
    lastSource = source;
    return tokens;
  };
}

function append(before: readonly Token[], lastSource: string, source: string): readonly Token[] {
  const keep = settledCount(before);
  const settled = before.slice(0, keep);
  const settledLength = settled.reduce((length, token) => length + token.raw.length, 0);
  // The lexer normalises some characters (tabs, line ends); only where lengths still agree can it go on in the middle.
  const agrees = before.reduce((length, token) => length + token.raw.length, 0) === lastSource.length;
  // A link definition changes how the text before and after it reads, in quotes and lists too.
  const defines = /\[[^\]\n]+\]:/.test(source);
  if (keep === 0 || !agrees || defines) return lexAll(source);
  return [...settled, ...lexAll(source.slice(settledLength))];
}

/** All but the last block and the space after it: both may still grow or join. */
function settledCount(tokens: readonly Token[]): number {
  let index = tokens.length - 1;
  while (index >= 0 && tokens[index]?.type === 'space') index -= 1;
  return Math.max(0, index);
}

function lexAll(source: string): readonly Token[] {
  if (source.length > MAX_CHARACTERS) return [plainText(source)];
  try {
    return new Lexer({ gfm: true }).lex(source);
  } catch {
    return [plainText(source)]; // nested beyond what the lexer's stack holds
  }
}

function plainText(source: string): Token {
  return { type: 'plain', raw: source, text: source };
}
