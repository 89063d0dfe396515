import { emptyFlow, type FlowDocument, type FlowNode } from '#shared/graph/document.ts';
import { createFlowDoc } from '../collab/document.ts';
import type { FieldDefinition, NodeDefinition, PortDefinition } from '../node-kit/types.ts';
import { createFlowEditor, type FlowEditor, type FlowEditorOptions } from './flow-editor.ts';
import type { ClockPort } from './run/run-clock.svelte.ts';

/** A small catalogue and flows over it, for the tests of the page's state. */

const text = (id: string, label = id): PortDefinition => ({ id, label, type: 'text' });

function definition(type: string, more: Partial<NodeDefinition>): NodeDefinition {
  return {
    type,
    version: 1,
    title: type,
    about: '',
    group: 'write',
    kind: 'task',
    icon: 'circle',
    keywords: [],
    fields: [],
    ports: () => ({ inputs: [text('text-in')], outputs: [text('text-out')] }),
    adapters: false,
    outputKeys: ['text'],
    model: null,
    samples: false,
    check: () => [],
    ...more,
  };
}

const textField = (key: string): FieldDefinition => ({ key, label: key, type: 'textarea', default: '' });

const CATALOGUE: readonly NodeDefinition[] = [
  definition('prompt', {
    title: 'Prompt',
    group: 'start',
    fields: [textField('text')],
    adapters: true,
    ports: () => ({ inputs: [], outputs: [text('text-out')] }),
  }),
  definition('story', {
    title: 'Story',
    fields: [textField('idea')],
    adapters: true,
    model: { kind: 'text', provider: '', model: '', temperature: 0.7, maxOutputTokens: 100 },
  }),
  definition('output', {
    title: 'Output',
    group: 'keep',
    ports: () => ({ inputs: [text('text-in')], outputs: [] }),
  }),
  definition('character', {
    title: 'Character',
    group: 'start',
    fields: [textField('characterName')],
    ports: () => ({ inputs: [], outputs: [{ id: 'adapter-out', label: 'character', type: 'persona' }] }),
  }),
  definition('join', {
    title: 'Join',
    ports: () => ({
      inputs: [{ id: 'any-in', label: 'anything', type: 'any' }],
      outputs: [{ id: 'json-out', label: 'json', type: 'json' }],
    }),
  }),
  definition('group', {
    title: 'Group',
    group: 'keep',
    kind: null,
    ports: () => ({ inputs: [], outputs: [] }),
  }),
  definition('note', {
    title: 'Note',
    group: 'keep',
    kind: null,
    ports: () => ({ inputs: [], outputs: [] }),
  }),
];

export const testDefinitions: ReadonlyMap<string, NodeDefinition> = new Map(
  CATALOGUE.map((each) => [each.type, each]),
);

export function testNode(id: string, type: string, more: Partial<FlowNode> = {}): FlowNode {
  return { id, type, version: 1, position: { x: 0, y: 0 }, config: {}, ...more };
}

/** `edges` as 'source.handle > target.handle'; the edge's id is that text. */
export function testFlow(nodes: readonly FlowNode[], edges: readonly string[] = []): FlowDocument {
  return {
    ...emptyFlow('flow', 'Test flow'),
    nodes,
    edges: edges.map((id) => {
      const [source = '', sourceHandle = '', target = '', targetHandle = ''] = id.split(/ > |\./);
      return { id, source, sourceHandle, target, targetHandle };
    }),
  };
}

export function testEditor(document: FlowDocument, options: Partial<FlowEditorOptions> = {}): FlowEditor {
  const doc = createFlowDoc(document.id);
  doc.load(document);
  let count = 0;
  return createFlowEditor({
    doc,
    definitions: testDefinitions,
    newId: () => `new-${(count += 1)}`,
    ...options,
  });
}

export interface TestClock extends ClockPort {
  /** Moves time on and fires what is due, in order. */
  readonly advance: (byMs: number) => void;
  /** Repeating timers that run now. */
  readonly timers: () => number;
}

/** Time that stands still until the test moves it. */
export function createTestClock(startMs = 0): TestClock {
  let now = startMs;
  const timers = new Set<{ due: number; period: number | null; callback: () => void }>();
  const add = (delay: number, period: number | null, callback: () => void) => {
    const timer = { due: now + delay, period, callback };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return Object.freeze({
    now: () => now,
    every: (periodInMs: number, callback: () => void) => add(periodInMs, periodInMs, callback),
    after: (delayInMs: number, callback: () => void) => add(delayInMs, null, callback),
    timers: () => [...timers].filter((timer) => timer.period !== null).length,
    advance(byMs: number) {
      const until = now + byMs;
      for (;;) {
        const next = [...timers].filter((timer) => timer.due <= until).sort((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        now = next.due;
        if (next.period === null) timers.delete(next);
        else next.due += next.period;
        next.callback();
      }
      now = until;
    },
  });
}

type TestEditor = ReturnType<typeof testEditor>;

/** Ids of the document's nodes, in order. */
export const idsOf = (editor: TestEditor) => editor.document.nodes.map((node) => node.id);

/** The document's threads, as `source>target.handle`. */
export const wiresOf = (editor: TestEditor) =>
  editor.document.edges.map((edge) => `${edge.source}>${edge.target}.${edge.targetHandle}`);

/** Three steps one after another: `p`, `s` and `o`. */
export const chain = () =>
  testFlow(
    [
      testNode('p', 'prompt'),
      testNode('s', 'story', { position: { x: 400, y: 0 } }),
      testNode('o', 'output', { position: { x: 800, y: 0 } }),
    ],
    ['p.text-out > s.text-in', 's.text-out > o.text-in'],
  );

/** A story `s` with so many characters beside it, of which the first five are in it. */
export const cast = (count: number) =>
  testFlow(
    [
      testNode('s', 'story'),
      ...Array.from({ length: count }, (_, index) =>
        testNode(`c${index}`, 'character', { config: { characterName: `Character ${index}` } }),
      ),
    ],
    Array.from({ length: Math.min(count, 5) }, (_, index) => `c${index}.adapter-out > s.adapter-${index}`),
  );
