import type { FlowDocument } from '#shared/graph/document.ts';
import { sketchFlow, type SketchNode } from '../../fixtures/sketch-flow.ts';
import type { Random } from '../kernel/random.ts';
import { bodyOf, HOLDING, listOf, withParents, type Body } from './sim-bodies.ts';
import { KINDS, nodeOf, type Kind } from './sim-nodes.ts';

/** A flow of 3 to 12 nodes: texts, models, characters, joins, conditions, files; some of its nodes call a model twice. */
export function makeFlowDocument(random: Random): FlowDocument {
  const size = random.between(3, 12);
  const nodes: SketchNode[] = [
    { id: 'n0', type: 'initialPrompt', config: { text: 'a lighthouse in the fog' } },
  ];
  const threads: string[] = [];
  const personas: string[] = [];
  const parents = new Map<string, string>();
  const texts: string[] = ['n0'];
  for (let index = 1; index < size; index += 1) {
    const id = `n${index}`;
    const kind = random.pick(KINDS);
    const node = nodeOf(id, kind, random);
    nodes.push(node);
    if (HOLDING.includes(kind)) addBody({ nodes, threads, parents }, bodyOf(node, random, 0));
    if (kind === 'map') {
      nodes.push({ id: `${id}list`, type: 'initialPrompt', config: { text: listOf(random, 4) } });
      threads.push(`${id}list > ${id}.list-in`);
      texts.push(`${id}.list-out`);
      continue;
    }
    if (kind === 'subflow') {
      threads.push(`${random.pick(texts)} > ${id}.in1`);
      texts.push(`${id}.out1`);
      continue;
    }
    if (kind === 'consistentCharacter') {
      personas.push(id);
      continue;
    }
    const port = kind === 'httpRequest' ? '.var-what' : '';
    for (const source of sourcesOf(texts, kind, random)) threads.push(`${source} > ${id}${port}`);
    if (TAKES_PERSONAS.includes(kind) && personas.length > 0 && random.chance(0.7))
      threads.push(`${random.pick(personas)} > ${id}.adapter-0`);
    if (kind === 'condition') texts.push(`${id}.yes-out`, `${id}.no-out`);
    else if (kind !== 'textOutput') texts.push(kind === 'extractJson' ? `${id}.text-out` : id);
  }
  const sketched = sketchFlow('Simulated', nodes, threads);
  const settings = {
    ...(random.chance(0.3) ? { concurrency: random.between(1, 3) } : {}),
    ...(random.chance(0.2) ? { approvals: 'after-planning' as const } : {}),
  };
  return { ...withParents(sketched, parents), settings };
}

interface Drawing {
  readonly nodes: SketchNode[];
  readonly threads: string[];
  readonly parents: Map<string, string>;
}

function addBody({ nodes, threads, parents }: Drawing, body: Body): void {
  nodes.push(...body.nodes);
  threads.push(...body.threads);
  for (const [id, parent] of body.parents) parents.set(id, parent);
}

const TAKES_PERSONAS: readonly Kind[] = ['storyTeller'];

function sourcesOf(texts: readonly string[], kind: Kind, random: Random): readonly string[] {
  if (kind !== 'join') return [random.pick(texts)];
  return [...new Set([random.pick(texts), random.pick(texts)])];
}
