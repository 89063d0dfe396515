import type { FlowClientMessage } from '#shared/protocol/flow-messages.ts';
import type { CommandType, ConnectionMessage } from '#shared/protocol/messages.ts';
import type { Action, Role } from '#shared/protocol/roles.ts';
import type { FlowRequestType } from '../core/flow/flow-request.ts';

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
  'file.put': 'run.host',
  'call.resolveUnknown': 'call.resolve',
  'approval.resolve': 'approval.answer',
};

/** Frames to a run's room. */
export const FRAME_ACTIONS: { readonly [type in ConnectionMessage['type']]: Action | null } = {
  hello: 'run.read',
  subscribe: 'run.read',
  unsubscribe: null,
  credit: null,
  ping: null,
};

/** Frames to a flow's room. */
export const FLOW_FRAME_ACTIONS = {
  hello: 'flow.read',
  'doc.sync': 'flow.read',
  'doc.update': 'flow.edit',
  presence: 'flow.read',
  credit: null,
  ping: null,
} as const satisfies { readonly [type in FlowClientMessage['type']]: Action | null };

/** Routes under /api that need a token, by method and pattern. */
export const ROUTE_ACTIONS = {
  'DELETE /api/flows/:flowId': 'flow.remove',
  'POST /api/flows/:flowId/owner': 'flow.links',
  'GET /api/flows/:flowId/runs': 'flow.read',
  'GET /api/flows/:flowId/grants': 'run.start',
  'POST /api/flows/:flowId/ticket': 'flow.read',
  'POST /api/flows/:flowId/poll': 'flow.read',
  'GET /api/flows/:flowId/document': 'flow.read',
  'GET /api/flows/:flowId/links': 'run.share',
  'POST /api/flows/:flowId/links': 'run.share',
  'PATCH /api/flows/:flowId/links/:linkId': 'run.share',
  'DELETE /api/flows/:flowId/links/:linkId': 'run.share',
  'GET /api/flows/:flowId/versions': 'flow.read',
  'POST /api/flows/:flowId/versions': 'flow.edit',
  'DELETE /api/flows/:flowId/versions/:versionId': 'flow.edit',
  'GET /api/flows/:flowId/versions/:versionId/document': 'flow.read',
  'GET /api/flows/:flowId/pictures/:sha256': 'flow.read',
  'GET /api/flows/:flowId/pictures/:sha256/upload': 'flow.edit',
  'PUT /api/flows/:flowId/pictures/:sha256/:piece': 'flow.edit',
  'POST /api/runs': 'run.start',
  'DELETE /api/runs/:runId': 'run.remove',
  'POST /api/runs/:runId/ticket': 'run.read',
  'GET /api/runs/:runId/pages/:page': 'run.read',
  'POST /api/runs/:runId/poll': 'run.read',
  'PUT /api/runs/:runId/blobs/:sha256': 'blob.put',
  'GET /api/runs/:runId/blobs/:sha256': 'run.read',
} as const satisfies { readonly [route: string]: Action };
export type GuardedRoute = keyof typeof ROUTE_ACTIONS;

/** Routes that ask for a token of the ring: whoever has its secret may do everything with it, and nobody else anything. */
export const RING_ROUTES = [
  'GET /api/rings/:ringId',
  'DELETE /api/rings/:ringId',
  'POST /api/rings/:ringId/keys',
  'POST /api/rings/:ringId/keys/:keyId/check',
  'DELETE /api/rings/:ringId/keys/:keyId',
  'POST /api/rings/:ringId/grants',
  'PATCH /api/rings/:ringId/grants/:grantId',
  'DELETE /api/rings/:ringId/grants/:grantId',
  'GET /api/rings/:ringId/ledger',
  'GET /api/rings/:ringId/ledger.csv',
  'POST /api/rings/:ringId/ledger/:n/verdict',
] as const;
export type RingRoute = (typeof RING_ROUTES)[number];

/** A ring is given to a flow by whoever may edit that flow. */
export const GIVE_KEYS_ACTION: Action = 'flow.edit';

/** What making, changing or revoking a link asks for, by the role that the link gives. */
export function linkAction(role: Role): Action {
  return role === 'run-viewer' || role === 'run-answerer' ? 'run.share' : 'flow.links';
}

/** Requests between rooms. `relay` = the relay itself asks; it speaks for nobody. */
type RoomRequest =
  | `flow ${FlowRequestType}`
  | 'run start'
  | 'run poll'
  | 'run pages'
  | 'run blobs.put'
  | 'run blobs.get'
  | 'run revoke'
  | 'run remove'
  | 'run drop'
  | 'vault ring.make'
  | 'vault ring.token'
  | 'vault ring.read'
  | 'vault ring.clear'
  | 'vault keys.put'
  | 'vault keys.check'
  | 'vault keys.remove'
  | 'vault grants.make'
  | 'vault grants.change'
  | 'vault grants.revoke'
  | 'vault ledger.read'
  | 'vault ledger.file'
  | 'vault ledger.judge'
  | 'vault offer'
  | 'vault use'
  | 'vault reserve'
  | 'vault settle'
  | 'vault rest'
  | 'vault places.note'
  | 'vault places.read'
  | 'vault flows.note'
  | 'vault flows.read';
export const ROOM_ACTIONS: { readonly [request in RoomRequest]: Action | 'relay' } = {
  'flow create': 'relay',
  'flow token': 'relay',
  'flow report': 'relay',
  'flow forget': 'relay',
  'flow admit': 'run.start',
  'flow remove': 'flow.remove',
  'flow owner.replace': 'flow.links',
  'flow runs': 'flow.read',
  'flow poll': 'flow.read',
  'flow document': 'flow.read',
  'flow links.list': 'run.share',
  'flow links.make': 'run.share',
  'flow links.change': 'run.share',
  'flow links.revoke': 'run.share',
  'flow versions.list': 'flow.read',
  'flow versions.make': 'flow.edit',
  'flow versions.remove': 'flow.edit',
  'flow versions.document': 'flow.read',
  'flow pictures.get': 'flow.read',
  'flow pictures.upload': 'flow.edit',
  'flow pictures.put': 'flow.edit',
  'flow kept.get': 'relay',
  'flow kept.put': 'relay',
  'flow kept.look': 'relay',
  'run start': 'run.start',
  'run poll': 'run.read',
  'run pages': 'run.read',
  'run blobs.put': 'blob.put',
  'run blobs.get': 'run.read',
  'run revoke': 'relay',
  'run remove': 'run.remove',
  'run drop': 'relay',
  'vault ring.make': 'relay',
  'vault ring.token': 'relay',
  'vault ring.read': 'relay',
  'vault ring.clear': 'relay',
  'vault keys.put': 'relay',
  'vault keys.check': 'relay',
  'vault keys.remove': 'relay',
  'vault grants.make': 'relay',
  'vault grants.change': 'relay',
  'vault grants.revoke': 'relay',
  'vault ledger.read': 'relay',
  'vault ledger.file': 'relay',
  'vault ledger.judge': 'relay',
  'vault offer': 'run.start',
  'vault use': 'run.start',
  'vault reserve': 'relay',
  'vault settle': 'relay',
  'vault rest': 'relay',
  'vault places.note': 'relay',
  'vault places.read': 'relay',
  'vault flows.note': 'relay',
  'vault flows.read': 'relay',
};
