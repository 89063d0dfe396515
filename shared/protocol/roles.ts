/** Roles belong to links. What each may do is decided by relay/auth/decide.ts alone, against docs/spec/roles.md. */
export const ROLES = ['owner', 'editor', 'viewer', 'run-viewer', 'run-answerer'] as const;
export type Role = (typeof ROLES)[number];

/** What a role may or may not do; every frame and request asks for one of these. */
export const ACTIONS = [
  'run.read',
  'run.start',
  'run.control',
  'run.host',
  'call.start',
  'blob.put',
  'call.resolve',
  /** Questions of a run; one may be for editors alone. */
  'approval.answer',
  'flow.read',
  /** The document, its versions. */
  'flow.edit',
  /** Links of runs: make, change, revoke. */
  'run.share',
  /** All links of the flow. */
  'flow.links',
  /** The flow with everything in it, for good. */
  'flow.remove',
  /** A run, for good. */
  'run.remove',
] as const;
export type Action = (typeof ACTIONS)[number];
