import type { Action, Role } from '#shared/protocol/roles.ts';

const EDITOR: readonly Action[] = [
  'run.read',
  'run.start',
  'run.control',
  'run.host',
  'call.start',
  'blob.put',
  'call.resolve',
  'approval.answer',
  'flow.read',
  'flow.edit',
  'run.share',
];

/**
 * Who may do what: the one place that decides, for every frame and every request [AU1]. docs/spec/roles.md shows the
 * same table for people; a test compares the two. Pure: the room's core asks here too.
 */
const ALLOWED: { readonly [role in Role]: readonly Action[] } = {
  owner: [...EDITOR, 'flow.links', 'flow.remove', 'run.remove'],
  editor: EDITOR,
  viewer: ['run.read', 'flow.read'],
  'run-viewer': ['run.read'],
  'run-answerer': ['run.read', 'approval.answer'],
};

export function isAllowed(role: Role, action: Action): boolean {
  return ALLOWED[role].includes(action);
}
