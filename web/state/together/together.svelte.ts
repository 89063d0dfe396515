import type { Presence } from '#shared/protocol/flow-messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { ConnectionHealth } from '../../engine/api.ts';
import { People } from './people.svelte.ts';
import type { Person } from './person.svelte.ts';
import { createPresenceWriter, type PresenceWriter } from './presence-writer.ts';

/** What the page's connection to the flow's room does for it; made in a chunk of its own. */
export interface TogetherLink {
  readonly show: (presence: Presence) => void;
  /** Connects now, also after a refusal. */
  readonly reconnect: () => void;
}

export interface TogetherOptions {
  readonly person: { readonly name: string; readonly colour: number };
  /** null = not known before the relay is reached: who makes a flow owns it. */
  readonly role: Role | null;
  readonly after: (delayInMs: number, callback: () => void) => () => void;
  readonly onRole: (role: Role) => void;
  readonly onHealth: (health: ConnectionHealth) => void;
}

export type Changed = (typeof CHANGED)[number];
const CHANGED = ['versions', 'links'] as const;

/** 'offline' = what is edited stays in this browser for now. */
export type RelaySync = 'offline' | 'syncing' | 'synced';

const VIEWER_WORDS = 'You can watch. Ask for an editor link to change this flow.';
const EDITING_ROLES: readonly Role[] = ['owner', 'editor'];

export function isEditingRole(role: Role): boolean {
  return EDITING_ROLES.includes(role);
}

/** The open flow among people: who is there, what one may do, and whether the room has what one did. */
export class Together {
  readonly people = new People();
  readonly presence: PresenceWriter;
  readonly #options: TogetherOptions;
  #link: TogetherLink | null = null;
  #role = $state.raw<Role | null>(null);
  #syncState = $state.raw<RelaySync>('offline');
  #ended = $state.raw<WeftError | null>(null);
  #diverged = $state.raw<WeftError | null>(null);
  readonly #listeners = new Set<(what: Changed) => void>();
  /** What was told meanwhile was not heard. */
  #wasLost = false;
  #followed = $state.raw<string | null>(null);

  constructor(options: TogetherOptions) {
    this.#options = options;
    this.#role = options.role;
    this.presence = createPresenceWriter({
      initial: {
        ...{ name: options.person.name, colour: options.person.colour, cursor: null, selection: [] },
        ...{ viewport: null, editing: null, watching: null, visible: true },
      },
      after: options.after,
      show: (presence) => this.#link?.show(presence),
      isSeen: () => this.people.list.length > 0,
    });
  }

  /** By the link; null until the relay has said so for the first time. */
  get role(): Role | null {
    return this.#role;
  }
  get canEdit(): boolean {
    return this.#role !== null && isEditingRole(this.#role) && this.#ended === null;
  }
  /** Why nothing can be changed or run here; null while it can, or nothing is known yet. */
  get readOnlyReason(): string | null {
    const role = this.#role;
    return this.#ended?.message ?? (role === null || isEditingRole(role) ? null : VIEWER_WORDS);
  }
  get syncState(): RelaySync {
    return this.#syncState;
  }
  /** Why the link opens the flow no longer; null while it does. */
  get ended(): WeftError | null {
    return this.#ended;
  }
  /** Why the room did not take an edit: what is seen here is not what the others have. */
  get diverged(): WeftError | null {
    return this.#diverged;
  }
  /** Whose view this one goes along with. */
  get followed(): Person | null {
    return this.#followed === null ? null : this.people.find(this.#followed);
  }

  follow = (connectionId: string | null): void => {
    this.#followed = connectionId;
  };

  /** The connection is made after this was. */
  attach = (link: TogetherLink): void => {
    this.#link = link;
    this.presence.tell();
  };

  reconnect = (): void => {
    this.#ended = null;
    this.#link?.reconnect();
  };

  takeRole = (role: Role): void => {
    this.#role = role;
    this.#options.onRole(role);
  };

  takePeople: People['take'] = (participants, gone) => {
    const before = this.people.list;
    this.people.take(participants, gone);
    if (this.people.list !== before && this.people.list.length > before.length) this.presence.tell();
  };

  takeHealth = (health: ConnectionHealth): void => {
    const isThere = health.state === 'live' || health.state === 'polling';
    // By polling nobody is seen, so nobody may stay on the screen.
    if (health.state !== 'live') this.people.clear();
    if (isThere) this.#ended = null;
    else if (health.state === 'refused') this.#ended = health.error;
    this.#options.onHealth(health);
    if (isThere && this.#wasLost) for (const what of CHANGED) this.tellChanged(what);
    this.#wasLost = !isThere && (this.#wasLost || health.state === 'lost');
  };

  takeSync = (state: RelaySync): void => {
    this.#syncState = state;
  };

  takeRefusal = (error: WeftError): void => {
    this.#diverged = error;
  };

  /** Somebody made a version or a link, or ended one. Returns its unsubscribe. */
  onChanged = (listener: (what: Changed) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  tellChanged = (what: Changed): void => {
    for (const listener of this.#listeners) listener(what);
  };

  close = (): void => {
    this.#listeners.clear();
    this.presence.close();
    this.people.clear();
    this.#link = null;
  };
}
