import { describe, expect, it } from 'vitest';
import { readPastedLink } from './join-link.ts';

const id = 'a'.repeat(22);
const run = 'r'.repeat(30);
const secret = 'B-_'.repeat(8);

describe('a pasted link', () => {
  it.each([
    [`https://weft.example/f/${id}#${secret}`, `/f/${id}#${secret}`],
    [`  /f/${id}#${secret}\n`, `/f/${id}#${secret}`],
    [`https://elsewhere.example/f/${id}/#${secret}`, `/f/${id}#${secret}`],
    [`https://weft.example/r/${run}#${id}.${secret}`, `/r/${run}#${id}.${secret}`],
    [`weft.example/r/${run}#${id}.${secret}&at=12&node=n%201`, `/r/${run}#${id}.${secret}&at=12&node=n%201`],
    [`javascript:alert(1)//f/${id}#${secret}`, `/f/${id}#${secret}`],
  ])('%s is opened here', (pasted, href) => {
    expect(readPastedLink(pasted)).toEqual({ ok: true, href });
  });

  it.each([
    ['', /^Paste a link/],
    [`https://weft.example/f/${id}`, /cut off/],
    [`https://weft.example/f/${id}#short`, /cut off/],
    [`https://weft.example/f/`, /cut off/],
    [`https://weft.example/r/${run}`, /cut off/],
    [`https://weft.example/r/${run}#${id}`, /cut off/],
    [`https://weft.example/r/${run}#${id}.short`, /cut off/],
    ['hello', /no link to a flow or a run/],
    ['https://weft.example/', /no link to a flow or a run/],
    [`https://weft.example/x/${id}#${secret}`, /no link to a flow or a run/],
  ])('%s is refused with the reason', (pasted, problem) => {
    expect(readPastedLink(pasted)).toEqual({ ok: false, problem: expect.stringMatching(problem) as string });
  });
});
