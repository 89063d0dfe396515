import { describe, expect, it } from 'vitest';
import { createFrameLog } from './frame-log.ts';

const hello = { type: 'hello', data: { token: 'secret-token', protocol: 1, clientId: 'c' } };

describe('frame log', () => {
  it('shows frames in and out when it is switched on, without tokens', () => {
    const lines: string[] = [];
    const frames = createFrameLog(true, (line) => lines.push(line));
    frames('out', hello);
    frames('in', '{"type":"behind","data":{"head":7}}');
    expect(lines).toEqual([
      'weft → {"type":"hello","data":{"token":"…","protocol":1,"clientId":"c"}}',
      'weft ← {"type":"behind","data":{"head":7}}',
    ]);
  });

  it('shows no part of a token that is longer than what is shown', () => {
    const lines: string[] = [];
    createFrameLog(true, (line) => lines.push(line))('out', { token: 's'.repeat(5_000) });
    expect(lines).toEqual(['weft → {"token":"…']);
  });

  it('is silent otherwise', () => {
    const lines: string[] = [];
    createFrameLog(false, (line) => lines.push(line))('out', hello);
    expect(lines).toEqual([]);
  });
});
