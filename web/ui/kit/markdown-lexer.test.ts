import fc from 'fast-check';
import { Lexer } from 'marked';
import { describe, expect, it } from 'vitest';
import { createMarkdownLexer } from './markdown-lexer.ts';

const PIECES = [
  '# Head\n\n',
  'words and *em* ',
  '\n',
  '\n\n',
  '- item\n',
  '  - inner\n',
  '1. one\n',
  '```js\n',
  'code\n',
  '```\n',
  '> quote\n',
  '| a | b |\n|---|---|\n',
  '| 1 | 2 |\n',
  '---\n',
  '\tindented\n',
  '    four\n',
  '[ref]: https://example.org\n',
  '[ref] ',
  '<b>x</b>\n',
  '===\n',
  '\r\n',
  '~~x~~',
  '![a](b)',
];

const raws = (source: string) => new Lexer({ gfm: true }).lex(source);

describe('a lexer for growing text', () => {
  it('gives the tokens of the whole, however the text arrived', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }), (pieces) => {
        const lex = createMarkdownLexer();
        let source = '';
        for (const piece of pieces) {
          source += piece;
          expect(types(lex(source))).toEqual(types(raws(source)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the tokens of settled blocks as they were', () => {
    const lex = createMarkdownLexer();
    const before = lex('# One\n\nTwo is long.\n\nThree');
    const after = lex('# One\n\nTwo is long.\n\nThree goes on');
    expect(after.slice(0, 4).every((token, index) => token === before[index])).toBe(true);
    expect(after.at(-1)?.raw).toBe('Three goes on');
  });

  it('starts over when the text is another one', () => {
    const lex = createMarkdownLexer();
    lex('# One');
    expect(lex('Two').map((token) => token.raw)).toEqual(['Two']);
  });

  it('shows what is nested too deep, or too long, as it is', () => {
    const long = 'x'.repeat(400_001);
    expect(createMarkdownLexer()(long)).toEqual([{ type: 'plain', raw: long, text: long }]);
    const deep = '>'.repeat(60_000);
    expect(createMarkdownLexer()(deep).map((token) => token.raw.length)).toEqual([60_000]);
  });
});

function types(tokens: readonly { type: string; raw: string; tokens?: unknown }[]): unknown {
  return tokens.map(({ type, raw, tokens: inner }) => [type, raw, JSON.stringify(inner)]);
}
