import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MERGE_KEYS, type NodeOutput } from '#shared/run/output.ts';
import { mergeText, outputText } from './merge.ts';

const anyText = fc.constantFrom('', ' ', '\n', 'sea', 'a lamp', 'Wren');
const anyOutput: fc.Arbitrary<NodeOutput> = fc.record(
  { text: anyText, replacePrompt: anyText, injectedPrompt: anyText, personaDescription: anyText },
  { requiredKeys: [] },
);

describe('merging what comes in', () => {
  it('[ND1] takes the first of the four keys that is not blank, per output', () => {
    fc.assert(
      fc.property(anyOutput, (output) => {
        const expected =
          MERGE_KEYS.map((key) => output[key]).find((text) => (text ?? '').trim() !== '') ?? '';
        expect(outputText(output)).toBe(expected);
      }),
    );
  });

  it('[ND1] joins outputs in the order of their threads, a blank line between, none for the empty ones', () => {
    fc.assert(
      fc.property(fc.array(anyOutput), (outputs) => {
        const texts = outputs.map(outputText).filter((text) => text !== '');
        expect(mergeText(outputs)).toBe(texts.join('\n\n'));
      }),
    );
  });

  it('[ND1] never says the same text twice because an output holds it under two keys', () => {
    const output = { text: 'one', injectedPrompt: 'one', personaDescription: 'one' };
    expect(mergeText([output])).toBe('one');
  });

  it('counts a node that is wired twice twice', () => {
    expect(mergeText([{ text: 'a' }, { text: 'a' }])).toBe('a\n\na');
  });

  it('never turns what is not a string into text', () => {
    const strange = { text: 42, replacePrompt: { a: 1 }, injectedPrompt: null } as unknown as NodeOutput;
    expect(mergeText([strange, { json: { a: 1 } }, { text: 'kept' }])).toBe('kept');
  });
});
