import { describe, expect, it } from 'vitest';
import { buildMessages, buildPurpose, section } from './prompt.ts';

describe('messages of a prompt', () => {
  it('keeps instructions and material apart', () => {
    const messages = buildMessages({
      system: ['Do this.', 'Not that.'],
      user: ['', 'material'],
      guidance: null,
    });
    expect(messages).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'Do this.\nNot that.' }] },
      { role: 'user', content: [{ type: 'text', text: 'material' }] },
    ]);
  });

  it('sends no system message without instructions', () => {
    expect(
      buildMessages({ system: ['', ' '], user: ['hi'], guidance: null }).map(({ role }) => role),
    ).toEqual(['user']);
  });

  it('puts guidance into a section of its own at the end', () => {
    const [message] = buildMessages({ system: [], user: ['material'], guidance: ' shorter ' });
    const [part] = message?.content ?? [];
    expect(part?.type === 'text' && part.text.endsWith(section('guidance', 'shorter'))).toBe(true);
  });

  it('keeps details within what a call may carry and leaves empty ones out', () => {
    const purpose = buildPurpose('enhance', 'x', { notes: '', long: 'y'.repeat(30_000) });
    expect(purpose.details).toEqual({ long: 'y'.repeat(20_000) });
  });
});
