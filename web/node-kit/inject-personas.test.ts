import { describe, expect, it } from 'vitest';
import { callRequestSchema } from '#shared/run/call.ts';
import { injectPersonasWish } from './inject-personas.ts';
import { textOf } from './testing.ts';

const wren = { name: 'Wren', description: 'Dark bob, gap tooth.' };
const odo = { name: 'Odo', description: 'Grey muzzle, one cloudy eye.' };

describe('the prompt that injects personas', () => {
  it('[ND2] carries text, every name, every description and the guidance', () => {
    const wish = injectPersonasWish({
      text: 'Wren meets Odo.',
      personas: [wren, odo],
      guidance: 'keep it short',
    });
    const user = textOf(wish, 'user');
    for (const part of [
      'Wren meets Odo.',
      'Wren: Dark bob, gap tooth.',
      'Odo: Grey muzzle, one cloudy eye.',
      'keep it short',
    ])
      expect(user).toContain(part);
    expect(wish.purpose).toEqual({
      task: 'inject-persona',
      subject: 'Wren meets Odo.',
      details: { personas: JSON.stringify([wren, odo]) },
    });
  });

  it('gives a nameless person to the only character, never to one of several', () => {
    const rule = 'exactly one character';
    expect(textOf(injectPersonasWish({ text: 'x', personas: [wren], guidance: null }), 'system')).toContain(
      rule,
    );
    expect(
      textOf(injectPersonasWish({ text: 'x', personas: [wren, odo], guidance: null }), 'system'),
    ).not.toContain(rule);
  });

  it('stays a valid call with five long descriptions', () => {
    const personas = Array.from({ length: 5 }, (_, index) => ({
      name: `Person ${index}`,
      description: 'd'.repeat(20_000),
    }));
    const wish = injectPersonasWish({ text: 'x', personas, guidance: null });
    const request = { kind: 'text', provider: 'p', model: 'm', ...wish };
    expect(callRequestSchema.safeParse(request).success).toBe(true);
    expect(JSON.parse(wish.purpose.details['personas'] ?? '')).toHaveLength(5);
  });
});
