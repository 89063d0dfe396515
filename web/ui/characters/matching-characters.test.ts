import { describe, expect, it } from 'vitest';
import { matchingCharacters } from './matching-characters.ts';

const named = (name: string, description = '') => ({
  ...{ id: name, name, description, picture: null, createdAt: 0, updatedAt: 0 },
});
const all = [named('Bo', 'Tall, like Zoë'), named('Zoë', 'A scar'), named('Zora', 'Short hair')];
const found = (query: string) => matchingCharacters(all, query).map(({ name }) => name);

describe('searching characters', () => {
  it('finds by name first, then by looks, without regard to case and accents', () => {
    expect(found('')).toEqual(['Bo', 'Zoë', 'Zora']);
    expect(found('ZOE')).toEqual(['Zoë', 'Bo']);
    expect(found('zo hair')).toEqual(['Zora']);
    expect(found('nobody')).toEqual([]);
  });
});
