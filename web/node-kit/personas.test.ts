import { describe, expect, it } from 'vitest';
import { PERSONA_FALLBACK_NAME, personasOf } from './personas.ts';

describe('characters among outputs', () => {
  it('keeps their order, names the nameless and leaves out what has no description', () => {
    const outputs = [
      { personaName: 'Wren', personaDescription: ' Dark bob. ' },
      { personaName: 'Nobody', text: 'no description' },
      { personaName: '  ', personaDescription: 'Old badger.' },
      { personaName: 'Blank', personaDescription: '   ' },
    ];
    expect(personasOf(outputs)).toEqual([
      { name: 'Wren', description: 'Dark bob.' },
      { name: PERSONA_FALLBACK_NAME, description: 'Old badger.' },
    ]);
  });
});
