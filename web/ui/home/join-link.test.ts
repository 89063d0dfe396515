import { describe, expect, it } from 'vitest';
import { hrefOfLink } from './join-link.ts';

const id = 'a'.repeat(22);
const secret = 'B-_'.repeat(8);

describe('a pasted link', () => {
  it.each([
    [`https://weft.example/f/${id}#${secret}`, `/f/${id}#${secret}`],
    [`  /f/${id}#${secret}\n`, `/f/${id}#${secret}`],
    [`https://weft.example/f/${id}`, null],
    [`https://weft.example/f/${id}#short`, null],
    [`javascript:alert(1)//f/${id}#${secret}`, `/f/${id}#${secret}`],
    ['hello', null],
    ['', null],
  ])('%s', (pasted, href) => {
    expect(hrefOfLink(pasted)).toBe(href);
  });
});
