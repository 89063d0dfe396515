/** Who did something, as it stands in a sentence: `you`, a name, `a guest`. `ownId` = who sits here, as far as known. */
export function whoWords(
  person: { readonly personId?: string | null | undefined; readonly name: string },
  ownId: string | null,
): string {
  return ownId !== null && person.personId === ownId ? 'you' : person.name || 'a guest';
}

/** At the beginning of a sentence or a line. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Who started a run of the list. */
export const starterWords = (
  run: { readonly startedBy: string; readonly startedById?: string | null | undefined },
  ownId: string | null,
): string => whoWords({ personId: run.startedById, name: run.startedBy }, ownId);
