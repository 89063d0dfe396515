import type { MarkedToken as AnyMarkedToken, Token } from 'marked';

/** The token of one type, with its fields. */
export type MarkedToken<Type extends AnyMarkedToken['type']> = Extract<AnyMarkedToken, { type: Type }>;

const DRAWN: ReadonlySet<string> = new Set<AnyMarkedToken['type']>([
  'blockquote',
  'br',
  'checkbox',
  'code',
  'codespan',
  'def',
  'del',
  'em',
  'escape',
  'heading',
  'hr',
  'html',
  'image',
  'link',
  'list',
  'list_item',
  'paragraph',
  'space',
  'strong',
  'table',
  'text',
]);

/** Narrows to the tokens of plain Markdown; null for any other (shown as written). */
export function asMarked(token: Token): AnyMarkedToken | null {
  return DRAWN.has(token.type) ? (token as AnyMarkedToken) : null;
}
