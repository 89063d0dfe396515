/** A person's colour: one of six, this browser's own person, or a guest without one. Value of `data-who`. */
export type Who = 1 | 2 | 3 | 4 | 5 | 6 | 'me' | 'guest';

/** "Imani K." → IK, "wren" → WR (or W for one letter); a question mark for an empty name. */
export function initials(name: string, letters: 1 | 2): string {
  if (/^\+\d+$/.test(name)) return name; // the rest of a stack
  const words = name.split(/[\s._-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] ?? '?')];
  const second = words.length > 1 ? [...(words.at(-1) ?? '')] : first.slice(1);
  return [first[0], letters === 2 ? second[0] : ''].join('').toLocaleUpperCase();
}
