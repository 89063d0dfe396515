import type { Role } from '#shared/protocol/roles.ts';

/** Roles whose tabs may drive a run. The relay decides; this only saves asking in vain. */
export function isAllowedToHost(role: Role): boolean {
  return role === 'owner' || role === 'editor';
}
