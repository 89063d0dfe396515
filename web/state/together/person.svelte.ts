import type { Participant, Presence } from '#shared/protocol/flow-messages.ts';
import type { Role } from '#shared/protocol/roles.ts';

/** Shown for somebody who has not given a name. */
export const NAMELESS = 'Someone';

/** Longest name that is shown; more is somebody's joke. */
const NAME_CHARS = 40;

/**
 * Somebody else in the room, by one connection. Every member is a signal of its own: a cursor that moves repaints a
 * cursor and nothing else. Name and colour are the person's own choice and prove nothing.
 */
export class Person {
  readonly connectionId: string;
  readonly personId: string;
  #role = $state.raw() as Role;
  #name = $state.raw(NAMELESS);
  #colour = $state.raw<1 | 2 | 3 | 4 | 5 | 6>(1);
  #cursor = $state.raw<Presence['cursor']>(null);
  #selection = $state.raw<readonly string[]>([]);
  #viewport = $state.raw<Presence['viewport']>(null);
  #editing = $state.raw<Presence['editing']>(null);
  #watching = $state.raw<string | null>(null);
  #visible = $state.raw(true);

  constructor(participant: Participant) {
    this.connectionId = participant.connectionId;
    this.personId = participant.personId;
    this.#role = participant.role;
    this.update(participant);
  }

  get role(): Role {
    return this.#role;
  }
  get name(): string {
    return this.#name;
  }
  get colour(): 1 | 2 | 3 | 4 | 5 | 6 {
    return this.#colour;
  }
  /** In px of the canvas; null = not over it. */
  get cursor(): Presence['cursor'] {
    return this.#cursor;
  }
  get selection(): readonly string[] {
    return this.#selection;
  }
  /** In px of the canvas; null = no canvas is shown. */
  get viewport(): Presence['viewport'] {
    return this.#viewport;
  }
  get editing(): Presence['editing'] {
    return this.#editing;
  }
  /** The run that is looked at. */
  get watching(): string | null {
    return this.#watching;
  }
  /** The tab is in front. */
  get visible(): boolean {
    return this.#visible;
  }

  update = ({ role, presence }: Participant): void => {
    this.#role = role;
    if (presence === null) return;
    this.#name = presence.name.trim().slice(0, NAME_CHARS) || NAMELESS;
    this.#colour = presence.colour as 1 | 2 | 3 | 4 | 5 | 6;
    this.#cursor = kept(this.#cursor, presence.cursor);
    this.#selection = kept(this.#selection, presence.selection);
    this.#viewport = kept(this.#viewport, presence.viewport);
    this.#editing = kept(this.#editing, presence.editing);
    this.#watching = presence.watching;
    this.#visible = presence.visible;
  };
}

/** What did not change keeps its identity, and so wakes nobody. */
function kept<T>(before: T, next: T): T {
  return JSON.stringify(before) === JSON.stringify(next) ? before : next;
}
