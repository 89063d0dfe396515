import type { Role } from '#shared/protocol/roles.ts';
import type { Person } from '../../state/together/person.svelte.ts';
import type { Who } from '../kit/who.ts';

/** Somebody else in the room, as lists of people show them. */
export interface OtherPerson {
  readonly id: string;
  readonly name: string;
  readonly who: Who;
  readonly role: Role;
}

/** Each person once, however many tabs they have open. */
export function othersOf(people: readonly Person[]): readonly OtherPerson[] {
  const byPerson = new Map<string, OtherPerson>();
  for (const { personId, name, colour, role } of people)
    if (!byPerson.has(personId)) byPerson.set(personId, { id: personId, name, who: colour, role });
  return [...byPerson.values()];
}
