import { flowClientMessageSchema } from '#shared/protocol/flow-messages.ts';
import { commandBodySchema, connectionMessageSchema } from '#shared/protocol/requests.ts';
import { ACTIONS, ROLES, type Action } from '#shared/protocol/roles.ts';
import { describe, expect, it } from 'vitest';
import { isAllowed } from './decide.ts';
import {
  COMMAND_ACTIONS,
  FLOW_FRAME_ACTIONS,
  FRAME_ACTIONS,
  linkAction,
  ROOM_ACTIONS,
  ROUTE_ACTIONS,
} from './needed-action.ts';
import { readRoleTable } from './testing.ts';

const typesOf = (schema: {
  def: { options: readonly { shape: { type: { def: { values: readonly string[] } } } }[] };
}) => schema.def.options.map((option) => option.shape.type.def.values[0]);

const row = (name: string, action: Action | null) => [
  name,
  ...ROLES.map((role) => (action === null || isAllowed(role, action) ? 'yes' : 'no')),
];

/** Some routes ask for more, by what is in the request. */
const KINDS: { readonly [route: string]: readonly (readonly [kind: string, action: Action])[] } = {
  'POST /api/flows/:flowId/poll': [['with updates', FLOW_FRAME_ACTIONS['doc.update']]],
  'POST /api/runs/:runId/poll': [
    ['with commands', COMMAND_ACTIONS['execution.pause']],
    ['with answers', COMMAND_ACTIONS['approval.resolve']],
  ],
};
const ofLinks = (route: string): readonly (readonly [string, Action])[] => [
  [`${route}, of the flow`, linkAction('viewer')],
  [`${route}, of a run`, linkAction('run-viewer')],
];

describe('roles', () => {
  it('[AU1] are decided as docs/spec/roles.md says, for every role and action', () => {
    expect(readRoleTable('action')).toEqual(ACTIONS.map((action) => row(action, action)));
  });

  it('[AU1] are asked at every door as docs/spec/roles.md says', () => {
    const routes = Object.entries(ROUTE_ACTIONS).flatMap(([route, action]): [string, Action][] => [
      ...(/(POST|PATCH|DELETE) .*\/links/.test(route)
        ? ofLinks(route).map(([name, more]): [string, Action] => [name, more])
        : [[route, action] as [string, Action]]),
      ...(KINDS[route] ?? []).map(([kind, more]): [string, Action] => [`${route}, ${kind}`, more]),
    ]);
    // Links of runs get no further than the greeting, so what needs nothing else is closed to them as well.
    const ofFlow = Object.entries(FLOW_FRAME_ACTIONS).map(
      ([type, action]) => [`flow frame ${type}`, action ?? FLOW_FRAME_ACTIONS.hello] as const,
    );
    expect(readRoleTable('door')).toEqual([
      ...Object.entries(COMMAND_ACTIONS).map(([type, action]) => row(`run command ${type}`, action)),
      ...Object.entries(FRAME_ACTIONS).map(([type, action]) => row(`run frame ${type}`, action)),
      ...ofFlow.map(([name, action]) => row(name, action)),
      ...routes.map(([name, action]) => row(name, action)),
    ]);
  });

  it('[AU1] are asked between rooms as docs/spec/roles.md says', () => {
    const decided = Object.entries(ROOM_ACTIONS).map(([request, action]) =>
      action === 'relay'
        ? [request, 'yes', ...ROLES.map(() => 'no')]
        : [request, 'no', ...row('', action).slice(1)],
    );
    expect(readRoleTable('request')).toEqual(decided);
  });

  it('[AU1] every command and frame of the protocol is a door', () => {
    expect(Object.keys(COMMAND_ACTIONS)).toEqual(typesOf(commandBodySchema as never));
    expect(Object.keys(FRAME_ACTIONS)).toEqual(typesOf(connectionMessageSchema as never));
    expect(Object.keys(FLOW_FRAME_ACTIONS)).toEqual(typesOf(flowClientMessageSchema as never));
  });
});
