import { describe, expect, it } from 'vitest';
import { textOf } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { grammarWish } from './prompt.ts';

const field = definition.fields.find(({ key }) => key === 'style');
const styles = field?.type === 'select' ? field.options.map(({ value }) => value) : [];

describe('the prompt that fixes grammar', () => {
  it.each(styles)('[ND2] text, style "%s" and guidance reach the message', (style) => {
    const wish = grammarWish({ text: 'Me and him goes.', style, guidance: 'keep the slang' });
    expect(textOf(wish, 'user')).toContain('Me and him goes.');
    expect(textOf(wish, 'user')).toContain('keep the slang');
    if (style !== '') expect(textOf(wish, 'system')).toContain(`Style ${style}`);
    expect(wish.purpose).toEqual({
      task: 'grammar',
      subject: 'Me and him goes.',
      details: style === '' ? {} : { style },
    });
  });

  it.each(styles)('forbids expanding, with style "%s" too', (style) => {
    expect(textOf(grammarWish({ text: 'x', style, guidance: null }), 'system')).toContain('Never expand');
  });
});
