import type { Participant } from '#shared/protocol/flow-messages.ts';
import { Person } from './person.svelte.ts';

/** Everybody else in the room. The list changes when somebody comes or goes, and for nothing else. */
export class People {
  readonly #byConnection = new Map<string, Person>();
  #list = $state.raw<readonly Person[]>([]);
  #ownPersonId = '';

  /** In the order of their coming; this browser's other tabs are not among them. */
  get list(): readonly Person[] {
    return this.#list;
  }

  find = (connectionId: string): Person | null =>
    this.#list.find((person) => person.connectionId === connectionId) ?? null;

  /** A new way to the room: it tells anew who is there. */
  begin = (ownPersonId: string): void => {
    this.#ownPersonId = ownPersonId;
    this.#byConnection.clear();
    this.#list = [];
  };

  take = (participants: readonly Participant[], gone: readonly string[]): void => {
    let changed = false;
    for (const participant of participants) {
      if (participant.personId === this.#ownPersonId) continue;
      const known = this.#byConnection.get(participant.connectionId);
      if (known) known.update(participant);
      else this.#byConnection.set(participant.connectionId, new Person(participant));
      changed ||= known === undefined;
    }
    for (const connectionId of gone) changed = this.#byConnection.delete(connectionId) || changed;
    if (changed) this.#list = [...this.#byConnection.values()];
  };

  /** Nobody is seen any more: the way to the room is gone. */
  clear = (): void => {
    this.#byConnection.clear();
    if (this.#list.length > 0) this.#list = [];
  };
}
