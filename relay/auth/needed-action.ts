import type { CommandType, ConnectionMessage } from '#shared/protocol/messages.ts';
import type { Action } from '#shared/protocol/roles.ts';

/** What each command, frame and route asks for. `null` = nothing but a valid token of this flow. */
export const COMMAND_ACTIONS: { readonly [type in CommandType]: Action } = {
  'execution.pause': 'run.control',
  'execution.resume': 'run.control',
  'execution.cancel': 'run.control',
  'execution.node.retry': 'run.control',
  'execution.node.skip': 'run.control',
  'host.claim': 'run.host',
  'host.renew': 'run.host',
  'host.release': 'run.host',
  'host.append': 'run.host',
  'call.start': 'call.start',
  'call.abort': 'run.host',
  'call.resolveUnknown': 'call.resolve',
};

export const FRAME_ACTIONS: { readonly [type in ConnectionMessage['type']]: Action | null } = {
  hello: 'run.read',
  subscribe: 'run.read',
  unsubscribe: null,
  credit: null,
  ping: null,
};

/** Routes under /api that need a token, by method and pattern. */
export const ROUTE_ACTIONS = {
  'GET /api/flows/:flowId/runs': 'flow.read',
  'POST /api/runs': 'run.start',
  'POST /api/runs/:runId/ticket': 'run.read',
  'GET /api/runs/:runId/pages/:page': 'run.read',
  'POST /api/runs/:runId/poll': 'run.read',
  'PUT /api/runs/:runId/blobs/:sha256': 'blob.put',
  'GET /api/runs/:runId/blobs/:sha256': 'run.read',
} as const satisfies { readonly [route: string]: Action };
export type GuardedRoute = keyof typeof ROUTE_ACTIONS;
