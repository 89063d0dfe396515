import { describe, expect, it } from 'vitest';
import type { LogEntry } from '#shared/run/events.ts';
import type { EventList } from '../../state/run-view.svelte.ts';
import { createEventGroups, eventLines } from './event-groups.ts';

/** '' = an entry of no node. */
const log = (...nodeIds: readonly string[]): EventList => ({
  length: nodeIds.length,
  at: (place) => {
    const nodeId = nodeIds[place];
    if (nodeId === undefined) return undefined;
    const fact =
      nodeId === ''
        ? { type: 'execution.resumed', data: {} }
        : { type: 'execution.node.status', data: { nodeId, status: 'running', round: 0 } };
    return { ...fact, runId: 'r', seq: place + 1, at: 0, by: null } as LogEntry;
  },
  slice: () => [],
});
const by = {
  runId: 'r',
  containerOf: (nodeId: string) => (nodeId.includes('@') ? 'each' : null),
};
const IDS = ['', 'each', 'a@0', 'a@1', 'b@0', 'each', 'a@2'];

describe('events of what containers hold', () => {
  it('are one line for those that follow one another, and open to them', () => {
    const groups = createEventGroups()(log(...IDS), by);
    expect(groups).toEqual([
      0,
      1,
      { key: 'events 2', containerId: 'each', from: 2, count: 3 },
      5,
      expect.anything(),
    ]);
    expect(
      eventLines(groups, () => false).map((line) => (line.kind === 'group' ? line.group.count : line.place)),
    ).toEqual([0, 1, 3, 5, 6]);
    const open = eventLines(groups, (key) => key === 'events 2');
    expect(open.filter((line) => line.kind === 'entry' && line.isInside)).toHaveLength(3);
    expect(open).toHaveLength(8);
  });

  it('are looked at once while the log grows, and anew for another run', () => {
    const group = createEventGroups();
    const first = group(log(...IDS.slice(0, 3)), by);
    expect(group(log(...IDS.slice(0, 3)), by)).toBe(first);
    expect(group(log(...IDS.slice(0, 5)), by).at(-1)).toMatchObject({ key: 'events 2', count: 3 });
    expect(group(log('', ''), { ...by, runId: 'other' })).toEqual([0, 1]);
  });
});
