import { commandBodySchema, connectionMessageSchema } from '#shared/protocol/messages.ts';
import { ACTIONS, ROLES } from '#shared/protocol/roles.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { callIdOf, callStart, createHostedRoom, grantOf } from '../core/testing.ts';
import { isAllowed } from './decide.ts';
import { COMMAND_ACTIONS, FRAME_ACTIONS, ROUTE_ACTIONS } from './needed-action.ts';

/** Rows of the document's tables, as cells. */
const rows = readFileSync(new URL('../../docs/spec/roles.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| --'))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );

const typesOf = (schema: {
  def: { options: readonly { shape: { type: { def: { values: readonly string[] } } } }[] };
}) => schema.def.options.map((option) => option.shape.type.def.values[0]);

describe('roles', () => {
  it('[AU1] are decided as docs/spec/roles.md says, for every role and action', () => {
    const decided = ACTIONS.map((action) => [
      action,
      ...ROLES.map((role) => (isAllowed(role, action) ? 'yes' : 'no')),
    ]);
    const start = rows.findIndex(([first]) => first === 'action');
    expect(rows[start]).toEqual(['action', ...ROLES]);
    expect(rows.slice(start + 1, start + 1 + ACTIONS.length)).toEqual(decided);
  });

  it('[AU1] are asked at every door as docs/spec/roles.md says', () => {
    const doors = [
      ...Object.entries(COMMAND_ACTIONS).map(([type, action]) => [`command ${type}`, action]),
      ...Object.entries(FRAME_ACTIONS).map(([type, action]) => [`frame ${type}`, action ?? '–']),
      ...Object.entries(ROUTE_ACTIONS),
    ];
    const start = rows.findIndex(([first]) => first === 'door');
    expect(rows.slice(start + 1)).toEqual(doors);
  });

  it('[AU1] every command and frame of the protocol is a door', () => {
    expect(Object.keys(COMMAND_ACTIONS)).toEqual(typesOf(commandBodySchema as never));
    expect(Object.keys(FRAME_ACTIONS)).toEqual(typesOf(connectionMessageSchema as never));
  });

  const bodies = {
    'execution.pause': {},
    'execution.resume': {},
    'execution.cancel': {},
    'execution.node.retry': { nodeId: 'a' },
    'execution.node.skip': { nodeId: 'a' },
    'host.claim': { hostId: 'h2', visible: true, name: 'x' },
    'host.renew': { hostId: 'h1', epoch: 1, visible: true },
    'host.release': { hostId: 'h1', epoch: 1 },
    'host.append': {
      epoch: 1,
      facts: [{ type: 'dag.created', data: { nodes: 0, edges: 0, levelSizes: [] } }],
    },
    'call.start': callStart(1).data,
    'call.abort': { epoch: 1, callId: callIdOf(1) },
    'call.resolveUnknown': { callId: callIdOf(1), resolution: 'retry' },
  } as const;

  it.each(ROLES.flatMap((role) => Object.keys(COMMAND_ACTIONS).map((type) => ({ role, type }))))(
    '[AU1] $role sends $type: the room answers as the table says',
    ({ role, type }) => {
      const key = type as keyof typeof COMMAND_ACTIONS;
      const test = createHostedRoom();
      test.connect('x', grantOf('x', role));
      const head = test.room().header()?.head;
      const ack = test.command('x', { type: key, data: bodies[key] } as never);
      const isRefused = ack?.data.error?.code === 'not-allowed';
      expect(isRefused).toBe(!isAllowed(role, COMMAND_ACTIONS[key]));
      if (isRefused) expect(test.room().header()?.head).toBe(head);
    },
  );
});
