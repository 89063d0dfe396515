import type { Role } from '#shared/protocol/roles.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import type { Who } from '../kit/who.ts';

/** Somebody else in the room, as lists of people show them. */
export interface OtherPerson {
  readonly id: string;
  readonly name: string;
  readonly who: Who;
  readonly role: Role;
}

export function othersOf(_flow: FlowSession): readonly OtherPerson[] {
  return [];
}
