import { describe, expect, it } from 'vitest';
import { english } from '../languages/english.ts';
import { LANGUAGES, type LanguageCode } from '../languages.ts';
import { linesOf } from './rendering.ts';
import { RENDERINGS } from './renderings.ts';
import { TEMPLATE_TEXTS } from './template-texts.ts';
import { englishLeftovers } from './testing.ts';
import { translateText } from './translate-text.ts';

const OTHERS = Object.keys(LANGUAGES).filter((code) => code !== 'en') as LanguageCode[];
const FULL = OTHERS.filter((code) => RENDERINGS[code].full);

const values: { readonly [slot: string]: string } = {
  hero: 'Mara',
  thing: 'the lantern',
  place: 'the harbour',
  topic: 'the garden',
  a: 'bread',
  b: 'the old map',
  c: 'winter',
  tags: 'gentle and a little funny',
  notes: 'deep blues',
  name: 'Ivo',
  description: 'tall and old',
};

/** A frame with ordinary things in its slots, as the demo writes it. */
function written(frame: string): string {
  const text = frame.replace(/\{(\w+)\}/g, (_slot, name: string) => values[name.toLowerCase()] ?? '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const names = ['Mara', 'Ivo'];

describe.each(OTHERS)('the demo translates into %s', (code) => {
  const target = RENDERINGS[code];

  it('[DM3] each of its own frames wholly, headings as headings', () => {
    for (const [group, frames] of linesOf(english)) {
      for (const frame of frames) {
        const isTitle = /titles$|secondHeading$/.test(group);
        const source = `${isTitle ? '# ' : ''}${written(frame)}`;
        const text = translateText(source, 'en', code);
        expect([source, text, englishLeftovers(text, code, names)]).toEqual([source, text, []]);
        expect(text.startsWith('# ')).toBe(isTitle);
        expect(text).not.toMatch(/[{}]|undefined/);
        expect(text.replace(/\p{P}|\s/gu, '')).not.toBe('');
      }
    }
  });

  it('[DM3] what it does not know as a shorter text about the same, never by halves', () => {
    const source = [
      '## Quarterly *synergies*',
      'Stakeholders of Mara pivoted **vigorously** towards the lighthouse. Nobody whatsoever objected!',
      '- leverage the garden\n- unbundle everything',
      '| Term | Yield |\n|---|---|\n| harbour | quite splendid |',
      '```json\n{ "kept": "as it is" }\n```',
    ].join('\n\n');
    const text = translateText(source, 'en', code);
    expect(text).toContain('{ "kept": "as it is" }');
    const prose = text.replace(/```[\s\S]*```/, '');
    expect(englishLeftovers(prose, code, ['Mara'])).toEqual([]);
    expect(prose).not.toMatch(/stakeholders|pivot|synerg|leverage|unbundle|splendid|yield|vigorously/i);
    expect(prose).toMatch(/^## \S/);
    expect(prose).toContain('Mara');
    expect(prose).toMatch(/^\|.+\|.+\|$/m);
  });

  it('[DM2] the same every time', () => {
    const source = TEMPLATE_TEXTS.join(' ');
    expect(translateText(source, 'en', code)).toBe(translateText(source, 'en', code));
  });

  it('knows the sentences of the templates', () => {
    for (const [index, source] of TEMPLATE_TEXTS.slice(0, 12).entries()) {
      expect(target.texts[index]?.trim() ?? '').not.toBe('');
      expect(englishLeftovers(translateText(source, 'en', code), code, ['Wren'])).toEqual([]);
    }
  });
});

describe('renderings', () => {
  it.each(FULL)('%s has every frame of the English phrases, with the same slots', (code) => {
    const slotsOf = (text: string): readonly string[] => [
      ...new Set((text.match(/\{\w+/g) ?? []).map((slot) => slot.slice(1).toLowerCase())),
    ];
    for (const [group, frames] of linesOf(english)) {
      const lines = RENDERINGS[code].lines.get(group) ?? [];
      expect([group, lines.length]).toEqual([group, frames.length]);
      for (const [index, line] of lines.entries())
        expect(slotsOf(frames[index] ?? '')).toEqual(expect.arrayContaining([...slotsOf(line)]));
    }
    expect(RENDERINGS[code].texts).toHaveLength(TEMPLATE_TEXTS.length);
  });

  it.each(OTHERS)('%s goes back into English without a word of its own left', (code) => {
    const there = translateText('Nobody agrees. Good morning.', 'en', code);
    expect(translateText(there, code, 'en')).toMatch(/Nobody agrees\. ?Good morning\./);
  });

  it('puts a noun in the case that its German place asks for', () => {
    expect(translateText('# After the garden', 'en', 'de')).toBe('# Nach dem Garten');
    expect(translateText('# A Light for the Harbour', 'en', 'de')).toBe('# Ein Licht für den Hafen');
  });

  it('keeps looks beside their name, and emphasis', () => {
    const text = translateText(
      'By evening the choice had made itself: Mara, tall and old, would follow it, and be back before anyone noticed. *That was the plan.*',
      'en',
      'es',
    );
    expect(text).toBe(
      'Al caer la tarde la decisión estaba tomada: Mara, alto y viejo, seguiría aquel rastro y volvería antes de que nadie lo notara. *Ese era el plan.*',
    );
  });
});
