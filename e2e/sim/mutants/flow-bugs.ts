import { bug, type PlantedBug } from './planted-bug.ts';

/** Bugs of the room of a flow. */
export const FLOW_BUGS: readonly PlantedBug[] = [
  bug(
    'others hear nothing of a new run',
    'relay/core/flow/handle-request.ts',
    "if (connection.outbox.isOpen()) send(turn, connection, { type: 'runs', data: { runs: [changed] } });\n      else noteMissed",
    'if (!connection.outbox.isOpen()) noteMissed',
  ),
  bug('whoever goes is seen for ever', 'relay/core/flow/presence.ts', '  state.gone.add(id);\n', ''),
  bug(
    'what people show is told once',
    'relay/core/flow/presence.ts',
    '  connection.presence = presence;\n  noteChange(',
    '  if (connection.presence === null) noteChange(state, turn, connection);\n  connection.presence = presence;\n  if (presence.colour > 9) noteChange(',
  ),
  bug(
    'versions are forgotten with the process',
    'relay/core/flow/flow-state.ts',
    'versions: stored?.versions ?? [],',
    'versions: [],',
  ),
  bug(
    'a version that was dropped stays on the disk',
    'relay/core/flow/handle-versions.ts',
    '  turn.droppedVersions.push(version);\n',
    '',
  ),
  {
    // At the front door and in the room: each of the two alone lets nobody through.
    name: 'whoever may look on names versions',
    edits: [
      {
        file: 'relay/auth/needed-action.ts',
        from: "'POST /api/flows/:flowId/versions': 'flow.edit'",
        to: "'POST /api/flows/:flowId/versions': 'flow.read'",
      },
      {
        file: 'relay/auth/needed-action.ts',
        from: "'flow versions.make': 'flow.edit'",
        to: "'flow versions.make': 'flow.read'",
      },
    ],
  },
  bug(
    'the document’s role is not checked',
    'relay/core/flow/handle-update.ts',
    "return isAllowed(grant.role, FLOW_FRAME_ACTIONS['doc.update']);",
    "return isAllowed(grant.role, FLOW_FRAME_ACTIONS['doc.update']) || grant.role === 'viewer';",
  ),
  bug(
    'edits are acknowledged before the put',
    'relay/shell/flow-driver.ts',
    '    if (step.store) writer.write(step.store);\n    for (const effect of step.effects) perform(effect);',
    '    for (const effect of step.effects) perform(effect);\n    if (step.store) writer.write(step.store);',
  ),
  bug(
    'a revoked link is not told to the rooms of runs',
    'relay/shell/run-requests.ts',
    "  driver.give({ type: 'links', ends: parsed.data.ends });\n",
    '',
  ),
];
