import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '#shared/base64.ts';
import { hashBytes, hashText } from '#shared/hash.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { emptyRun } from '#shared/run/state.ts';
import { completedFact, numbered, planNodeOf, planOf, startedFact } from '#shared/run/testing.ts';
import { renewedFlow } from '../flows.svelte.ts';
import { flowOfPlan } from './fork-run.ts';
import { pictureInFile } from './file-parts.ts';
import { isMeantAsRun } from './meant-as-run.ts';
import { readRunFile, runFileText } from './run-file.ts';
import { arbitraryWrittenRun } from './testing.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const LONG = 'The lantern sulked. '.repeat(2_000);
const entries = numbered([startedFact(planOf(2, [[0, 1]])), completedFact('n0'), completedFact('n1')]);
/** The smallest picture that says its size. */
const PNG = new Uint8Array([
  ...[137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82],
  ...[0, 0, 0, 2, 0, 0, 0, 3],
]);
const picture = { blob: hashBytes(PNG), mediaType: 'image/png', base64: encodeBase64(PNG) };
const lines = entries.map((entry) => JSON.stringify(entry));

describe('a run as a file', () => {
  it('[PI8] brings its pictures, whatever kind it says they are', () => {
    const named = { ...picture, mediaType: 'text/html' };
    const read = readRunFile([...lines, JSON.stringify(named)].join('\n'));
    if (!read.ok) throw new Error(read.error.message);
    expect([...read.file.pictures]).toEqual([[picture.blob, { bytes: PNG, mediaType: 'image/png' }]]);
    const again = readRunFile(runFileText(read.file));
    expect(again).toEqual(read);
    expect(pictureInFile(read.file, picture.blob)).toMatchObject({ ok: true, mediaType: 'image/png' });
    expect(pictureInFile(read.file, 'a'.repeat(64))).toMatchObject({ error: { code: 'blob-missing' } });
  });

  it('[RP8] what was exported comes in again as the same run', () => {
    fc.assert(
      fc.property(arbitraryWrittenRun(), (log) => {
        const texts = new Map([[hashText(LONG), LONG]]);
        const read = readRunFile(runFileText({ entries: log, texts, pictures: new Map() }));
        if (!read.ok) throw new Error(read.error.message);
        expect(read.file.entries).toEqual(log);
        expect(read.file.texts).toEqual(texts);
        expect(read.file.runId).toBe('run');
        const start = emptyRun('run');
        expect(foldEntries(start, read.file.entries)).toEqual(foldEntries(start, log));
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['nothing', '', /nothing in it/],
    ['a diary', 'Dear diary', /line 1 is not JSON from column 1/],
    ['half a line', `${lines[0]}\n{"type":"exec`, /line 2 is not JSON from column 9/],
    ['something else', '{"nodes":[]}', /line 1 is no entry/],
    [
      'an entry of a kind that is not',
      `${lines[0]}\n{"type":"party","data":{},"seq":2}`,
      /line 2 is no entry/,
    ],
    ['a log without its start', `${lines[1]?.replace('"seq":2', '"seq":1')}`, /line 1 is not the start/],
    ['a log with a gap', [lines[0], lines[2]].join('\n'), /line 2 has number 3 where 2 comes next/],
    [
      'two runs in one',
      [lines[0], lines[1]?.replace('"runId":"run"', '"runId":"other"')].join('\n'),
      /line 2 belongs to another/,
    ],
    [
      'a text that was changed',
      [...lines, JSON.stringify({ blob: hashText('a'), text: 'b' })].join('\n'),
      /line 4 holds a text that was changed/,
    ],
    [
      'a picture that was changed',
      [...lines, JSON.stringify({ ...picture, base64: encodeBase64(PNG.subarray(1)) })].join('\n'),
      /line 4 holds a picture that was changed/,
    ],
    [
      'a picture that is none',
      [...lines, JSON.stringify({ blob: hashText('<svg/>'), base64: encodeBase64(utf8('<svg/>')) })].join(
        '\n',
      ),
      /line 4 holds bytes that are no picture/,
    ],
  ])('[RP8, PI8] %s is refused with the reason and the line', (_what, text, words) => {
    const read = readRunFile(text);
    expect(read.ok).toBe(false);
    if (!read.ok) {
      expect(read.error.code).toBe('not-a-run');
      expect(read.error.message).toMatch(words);
    }
  });

  it('[RP8] is told from a flow by its name or its beginning', () => {
    expect(isMeantAsRun('a.run.jsonl', 'whatever')).toBe(true);
    expect(isMeantAsRun('a.txt', lines[0] ?? '')).toBe(true);
    expect(isMeantAsRun('a.flow.json', '{"id":"a"}')).toBe(false);
  });
});

describe('a fork', () => {
  const plan = planOf(0, [], {
    demo: false,
    nodes: [
      planNodeOf('a', { label: 'Idea', position: { x: 8, y: 16 }, config: { text: 'Lanterns' } }),
      planNodeOf('b', {
        type: 'llm',
        position: { x: 400, y: 16 },
        size: { width: 300, height: 200 },
        model: { provider: 'mistral', model: 'small', temperature: 0.4, parameters: { safe: true } },
        disabled: true,
        override: { text: 'By hand' },
      }),
    ],
    edges: [{ source: 0, sourceHandle: 'text-out', target: 1, targetHandle: 'text-in' }],
  });

  it('[RP9] lets as many nodes work at once, and says nothing of the usual number', () => {
    const settingsAt = (concurrency: number) =>
      flowOfPlan({ ...plan, approvals: undefined, concurrency }).settings;
    expect([settingsAt(3), settingsAt(LIMITS.callsPerRun), settingsAt(10_000)]).toEqual([
      { concurrency: 3 },
      {},
      {},
    ]);
    expect(flowOfPlan({ ...plan, approvals: 'on-error', concurrency: 3 }).settings).toEqual({
      concurrency: 3,
      approvals: 'on-error',
    });
  });

  it('[RP9] has the steps, threads, settings and places of the run', () => {
    const flow = flowOfPlan(plan);
    expect(flow.name).toBe('Flow');
    expect(flow.nodes).toEqual([
      {
        id: 'a',
        type: 'template',
        version: 1,
        label: 'Idea',
        position: { x: 8, y: 16 },
        config: { text: 'Lanterns' },
      },
      {
        id: 'b',
        type: 'llm',
        version: 1,
        label: 'b',
        position: { x: 400, y: 16 },
        size: { width: 300, height: 200 },
        disabled: true,
        config: {
          model: { provider: 'mistral', model: 'small', temperature: 0.4, parameters: { safe: true } },
        },
        override: { text: 'By hand' },
      },
    ]);
    expect(flow.edges).toEqual([
      { id: 'e0', source: 'a', sourceHandle: 'text-out', target: 'b', targetHandle: 'text-in' },
    ]);
  });

  it('[RP9] gets new ids, takes no model from a demo run, and is laid out in levels when the plan has no places', () => {
    const copy = renewedFlow(flowOfPlan(plan), 'new');
    expect(copy.nodes.map(({ id }) => id)).not.toContain('a');
    expect(copy.edges[0]?.source).toBe(copy.nodes[0]?.id);
    const demo = flowOfPlan({ ...plan, demo: true });
    expect(demo.nodes[1]?.config).toEqual({});
    const levels = flowOfPlan(
      planOf(3, [
        [0, 1],
        [0, 2],
      ]),
    );
    const [first, second, third] = levels.nodes.map(({ position }) => position);
    expect(second?.x).toBeGreaterThan(first?.x ?? 0);
    expect(third?.x).toBe(second?.x);
    expect(third?.y).not.toBe(second?.y);
  });
});
