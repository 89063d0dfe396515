import type { Role } from '#shared/protocol/roles.ts';
import type { KnownLink } from '../../state/links-state.svelte.ts';
import { whenWords } from '../home/recent.ts';
import { LINK_TITLES } from './link-kinds.ts';

const LOCALE = 'en-GB';

/** `14 December`, with the year when it is another one. All times in ms since 1970. */
export function dayWords(at: number, now: number): string {
  const yearOf = (time: number) => new Date(time).getFullYear();
  const year = yearOf(at) === yearOf(now) ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', ...year }).format(at);
}

/** `Ends 14 December`, `Ended 2 December`, `Revoked 2 December`, `No end date`. */
export function endWords(link: Pick<KnownLink, 'endsAt' | 'revokedAt' | 'status'>, now: number): string {
  if (link.revokedAt !== null) return `Revoked ${dayWords(link.revokedAt, now)}`;
  if (link.endsAt === null) return 'No end date';
  return `${link.status === 'ended' ? 'Ended' : 'Ends'} ${dayWords(link.endsAt, now)}`;
}

/** `Not used yet`, `Used now`, `Used 5 min ago`. */
export function useWords(lastUsedAt: number | null, now: number): string {
  return lastUsedAt === null ? 'Not used yet' : `Used ${whenWords(lastUsedAt, now)}`;
}

export interface PersonHere {
  readonly name: string;
  readonly role: Role;
}

/**
 * What is asked before a link ends: whom it puts out now. People are known by role, not by link: only where one link of
 * a role lives can they be named.
 */
export function revokeQuestion(
  link: Pick<KnownLink, 'role' | 'name'>,
  others: { readonly people: readonly PersonHere[]; readonly isOnlyOne: boolean },
): string {
  const title = LINK_TITLES[link.role].toLowerCase();
  const which = link.name !== '' ? `“${link.name}”` : `${others.isOnlyOne ? 'the' : 'this'} ${title}`;
  return `Revoke ${which}? ${effectOf(link.role, others)}`;
}

function effectOf(
  role: Role,
  { people, isOnlyOne }: { readonly people: readonly PersonHere[]; readonly isOnlyOne: boolean },
): string {
  if (role === 'run-viewer' || role === 'run-answerer')
    return 'Whoever watches the run by it is disconnected now.';
  const names = people.filter((person) => person.role === role).map(({ name }) => name);
  if (!isOnlyOne) return 'Whoever came by it is disconnected now.';
  if (names.length === 0) return 'It opens nothing from now on.';
  return `${sentenceStart(listWords(names))} ${names.length === 1 ? 'is' : 'are'} disconnected now.`;
}

/** `Imani`, `Imani and Tomas`, `Imani, Tomas and Bea`. */
export function listWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
