import type { FlowDocument } from '#shared/graph/document.ts';
import { sketchFlow, type SketchNode } from '../../fixtures/sketch-flow.ts';
import type { Random } from '../kernel/random.ts';
import { nodeOf } from './sim-nodes.ts';

/** What stands inside of a container, and inside of that. */
export interface Body {
  readonly nodes: readonly SketchNode[];
  readonly threads: readonly string[];
  /** By node. */
  readonly parents: ReadonlyMap<string, string>;
}

/** Node types in which others stand on the canvas. */
export const HOLDING: readonly string[] = ['map', 'loop', 'planner'];

const ITEMS = ['gulls', 'ropes', 'lamps', 'tides'];

export const listOf = (random: Random, most: number): string =>
  ITEMS.slice(0, random.between(1, most)).join('\n');

/** Containers within containers. */
const MOST_DEEP = 2;
const KINDS = [
  'httpRequest',
  'llm',
  'approval',
  'fileOutput',
  'agent',
  'extractJson',
  'map',
  'loop',
  'subflow',
  null,
  null,
] as const;

/** A model, and perhaps a question, a file, an agent, something that fails, or another container behind it. */
export function bodyOf({ id, config = {} }: SketchNode, random: Random, depth: number): Body {
  const parents = new Map<string, string>();
  if (config['worker'] === 'agent') return { nodes: [], threads: [], parents };
  const first = `${id}a`;
  const second = `${id}b`;
  parents.set(first, id);
  const kind = random.pick(depth < MOST_DEEP ? KINDS : (['llm', 'fileOutput', null] as const));
  const model = nodeOf(first, 'llm', random);
  if (kind === null) return { nodes: [model], threads: [], parents };
  parents.set(second, id);
  const node = nodeOf(second, kind, random);
  const port = kind === 'subflow' ? '.in1' : kind === 'httpRequest' ? '.var-what' : '';
  if (kind === 'map') return mapInside({ id, model, node }, random, depth, parents);
  const inner = HOLDING.includes(kind) ? bodyOf(node, random, depth + 1) : null;
  for (const [each, parent] of inner?.parents ?? []) parents.set(each, parent);
  return {
    nodes: [model, node, ...(inner?.nodes ?? [])],
    threads: [`${first} > ${second}${port}`, ...(inner?.threads ?? [])],
    parents,
  };
}

interface InnerMap {
  readonly id: string;
  readonly model: SketchNode;
  readonly node: SketchNode;
}

/** Its items are a list that stands beside it, or the lines of what comes before; that may come to every item, too. */
function mapInside(
  { id, model, node }: InnerMap,
  random: Random,
  depth: number,
  parents: Map<string, string>,
): Body {
  const inner = bodyOf(node, random, depth + 1);
  for (const [each, parent] of inner.parents) parents.set(each, parent);
  const nodes = [model, node, ...inner.nodes];
  if (random.chance(0.4))
    return { nodes, threads: [`${model.id} > ${node.id}.list-in`, ...inner.threads], parents };
  const list = { id: `${id}l`, type: 'initialPrompt', config: { text: listOf(random, 2) } };
  parents.set(list.id, id);
  const threads = [
    `${list.id} > ${node.id}.list-in`,
    `${model.id} > ${node.id}a`,
    `${node.id}.item > ${node.id}a`,
  ];
  return { nodes: [...nodes, list], threads: [...threads, ...inner.threads], parents };
}

/** What a subflow holds in its config: a model, and perhaps a list or a question behind it. */
export function heldFlowOf(random: Random): string {
  const kind = random.pick(['llm', 'approval', 'map', 'loop', null] as const);
  const last = kind === null ? 's1' : 's2';
  const nodes = [nodeOf('s1', 'llm', random), ...(kind === null ? [] : [nodeOf('s2', kind, random)])];
  const into = kind === 'map' ? '.list-in' : '';
  const isContainer = kind === 'map' || kind === 'loop';
  const inner = isContainer ? [nodeOf('s3', random.pick(['llm', 'extractJson'] as const), random)] : [];
  const threads = kind === null ? [] : [`s1 > s2${into}`];
  const parents = new Map(inner.map(({ id }) => [id, 's2']));
  const { nodes: held, edges } = withParents(sketchFlow('Held', [...nodes, ...inner], threads), parents);
  const outside = [
    { id: 'in', source: '', sourceHandle: 'in1', target: 's1', targetHandle: 'text-in' },
    {
      id: 'out',
      source: last,
      sourceHandle: kind === 'map' ? 'list-out' : 'text-out',
      target: '',
      targetHandle: 'out1',
    },
  ];
  const port = (id: string) => ({ id, label: 'text', type: 'any' });
  return JSON.stringify({
    nodes: held,
    edges: [...edges, ...outside],
    inputs: [port('in1')],
    outputs: [port('out1')],
  });
}

export function withParents(document: FlowDocument, parents: ReadonlyMap<string, string>): FlowDocument {
  const nodes = document.nodes.map((node) => {
    const parent = parents.get(node.id);
    return parent === undefined ? node : { ...node, parent };
  });
  return { ...document, nodes };
}
