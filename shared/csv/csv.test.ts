import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from './read-csv.ts';
import { writeCsv } from './write-csv.ts';

describe('CSV', () => {
  it('[ND6] comes back as it was written, whatever is in the cells', () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[a",\r\n ]{0,8}$/));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, (rows) => {
        const back = readCsv(writeCsv(rows));
        const guarded = rows.map((row) => row.map((text) => readCsv(writeCsv([[text, '']]))[0]?.[0]));
        expect(back).toEqual(guarded);
        for (const [index, row] of rows.entries())
          for (const [column, text] of row.entries())
            expect([text, `'${text}`]).toContain(back[index]?.[column]);
      }),
    );
  });

  it.each([
    [['a', 'b c'], 'a,b c\r\n'],
    [['a,b', 'say "hi"', 'two\nlines', ' edge '], '"a,b","say ""hi""","two\nlines"," edge "\r\n'],
    [['', ''], ',\r\n'],
    [['=1+1', '+49 30', '-x', '@SUM(A1)', '\tx'], "'=1+1,'+49 30,'-x,'@SUM(A1),'\tx\r\n"],
    [['-3', '+4.5', '-1e5', '-12 %', '- 3', ' =1'], "-3,+4.5,-1e5,'-12 %,'- 3,' =1\r\n"],
  ])('[ND6] writes %j as %j', (row, text) => expect(writeCsv([row])).toBe(text));

  it.each([
    ['', []],
    ['a', [['a']]],
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,', [['a', '']]],
    ['"a""b"c,"open', [['a"bc', 'open']]],
    ['\r\n\r\n', [[''], ['']]],
  ])('reads %j as %j', (text, rows) => expect(readCsv(text)).toEqual(rows));

  it('stops after the rows that are asked for', () => {
    expect(readCsv('1\n2\n3\n', 2)).toEqual([['1'], ['2']]);
  });
});
