import type { Person } from '../../state/together/person.svelte.ts';

/** Everybody else once, however many tabs they have open; the first of them stands for all. */
export function othersHere(people: readonly Person[]): readonly Person[] {
  const seen = new Set<string>();
  return people.filter(({ personId }) => !seen.has(personId) && seen.add(personId));
}

/** For who does not see the faces: "You and Imani are here". */
export function presentWords(names: readonly string[]): string {
  const all = ['You', ...names];
  const last = all.pop() ?? '';
  return all.length === 0 ? 'Only you are here' : `${all.join(', ')} and ${last} are here`;
}
