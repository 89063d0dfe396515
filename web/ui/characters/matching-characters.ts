import type { Character } from '../../state/characters/character.ts';

/** The characters whose name or looks have every word of a search, those with it in the name first. */
export function matchingCharacters(items: readonly Character[], query: string): readonly Character[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  const has = (text: string): boolean => words.every((word) => folded(text).includes(word));
  const byName = items.filter(({ name }) => has(name));
  const byLooks = items.filter((item) => !byName.includes(item) && has(`${item.name} ${item.description}`));
  return [...byName, ...byLooks];
}

/** Without accents and case: "Zoë" is found by "zoe". */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
