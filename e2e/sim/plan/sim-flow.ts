import type { FlowDocument } from '#shared/graph/document.ts';
import { sketchFlow, type SketchNode } from '../../fixtures/sketch-flow.ts';
import type { Random } from '../kernel/random.ts';

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
    nodes.push(nodeOf(id, kind, random));
    if (kind === 'map' || kind === 'loop')
      for (const inner of bodyOf(id, random)) {
        nodes.push(inner);
        parents.set(inner.id, id);
        const before = `${id}a`;
        if (inner.id !== before) threads.push(`${before} > ${inner.id}`);
      }
    if (kind === 'map') {
      const list = { text: ['gulls', 'ropes', 'lamps', 'tides'].slice(0, random.between(1, 4)).join('\n') };
      nodes.push({ id: `${id}list`, type: 'initialPrompt', config: list });
      threads.push(`${id}list > ${id}.list-in`);
      texts.push(`${id}.list-out`);
      continue;
    }
    if (kind === 'consistentCharacter') {
      personas.push(id);
      continue;
    }
    for (const source of sourcesOf(texts, kind, random)) threads.push(`${source} > ${id}`);
    if (TAKES_PERSONAS.includes(kind) && personas.length > 0 && random.chance(0.7))
      threads.push(`${random.pick(personas)} > ${id}.adapter-0`);
    if (kind === 'condition') texts.push(`${id}.yes-out`, `${id}.no-out`);
    else if (kind !== 'textOutput') texts.push(id);
  }
  const sketched = sketchFlow('Simulated', nodes, threads);
  const document = {
    ...sketched,
    nodes: sketched.nodes.map((node) => {
      const parent = parents.get(node.id);
      return parent === undefined ? node : { ...node, parent };
    }),
  };
  return random.chance(0.3) ? { ...document, settings: { concurrency: random.between(1, 3) } } : document;
}

const KINDS = [
  'llm',
  'llm',
  'llm',
  'storyTeller',
  'consistentCharacter',
  'join',
  'textOutput',
  'translator',
  'fileOutput',
  'approval',
  'humanInput',
  'condition',
  'agent',
  'agent',
  'map',
  'map',
  'loop',
] as const;
type Kind = (typeof KINDS)[number];
const TAKES_PERSONAS: readonly Kind[] = ['storyTeller'];

const SCHEMA = JSON.stringify({
  type: 'object',
  properties: { n: { type: 'integer', minimum: 0, default: 3 } },
  required: ['n'],
});

/** A third of the questions end by themselves, some before anybody can look. */
function waiting(random: Random, ends: readonly string[]) {
  const timeoutMinutes = random.chance(0.35) ? random.pick([0.05, 0.2, 1]) : null;
  return { timeoutMinutes, onTimeout: random.pick(ends), answerers: random.pick(['links', 'editors']) };
}

function sourcesOf(texts: readonly string[], kind: Kind, random: Random): readonly string[] {
  if (kind !== 'join') return [random.pick(texts)];
  return [...new Set([random.pick(texts), random.pick(texts)])];
}

function nodeOf(id: string, kind: Kind, random: Random): SketchNode {
  const model = random.pick(['mistral/ok', 'openai/ok']);
  switch (kind) {
    case 'llm':
      return {
        id,
        type: kind,
        model,
        config: { prompt: `Say something about ${random.pick(['this', id])}.` },
      };
    case 'storyTeller':
      return { id, type: kind, model, config: { idea: `A night at ${id}` } };
    case 'consistentCharacter':
      return {
        id,
        type: kind,
        config: { characterName: `Wren ${id}`, characterDescription: `Dark bob, ${id}` },
      };
    case 'translator':
      return { id, type: kind, model, config: { language: 'fr' } };
    case 'fileOutput':
      return { id, type: kind, config: { name: random.pick(['tale.md', 'tale', 'Tale.md', `${id}.txt`]) } };
    case 'approval':
      return {
        id,
        type: kind,
        config: { ...waiting(random, ['reject', 'approve', 'skip']), allowSkip: random.chance(0.3) },
      };
    case 'humanInput':
      return { id, type: kind, config: { ...waiting(random, ['fail', 'skip', 'submit']), schema: SCHEMA } };
    case 'condition':
      return {
        id,
        type: kind,
        config: { compare: random.pick(['contains', 'not-equals', 'matches', 'empty']), value: 'n' },
      };
    case 'agent':
      return { id, type: kind, model, config: agentOf(id, random) };
    case 'map':
      return {
        id,
        type: kind,
        config: { parallel: random.pick([1, 2, 8]), whenFails: random.pick(['go-on', 'go-on', 'stop']) },
      };
    case 'loop':
      return {
        id,
        type: kind,
        config: {
          compare: 'contains',
          value: random.pick(['fog', 'wick', 'never']),
          most: random.between(1, 3),
        },
      };
    case 'join':
    case 'textOutput':
      return { id, type: kind };
    default:
      return kind satisfies never;
  }
}

/** Most may do most things; some have to ask before. */
function agentOf(id: string, random: Random) {
  return {
    task: `Find out about ${id}`,
    notes: random.pick(['allow', 'allow', 'ask', 'off']),
    people: random.chance(0.3),
    files: random.pick(['off', 'allow', 'ask']),
    maxTurns: random.pick([1, 2, 3, 8]),
    maxTokens: null,
  };
}

/** What a container repeats: a model, and perhaps another, a question or a file behind it. */
function bodyOf(id: string, random: Random): readonly SketchNode[] {
  const first = nodeOf(`${id}a`, 'llm', random);
  const second = random.pick(['llm', 'approval', 'fileOutput', null] as const);
  return second === null ? [first] : [first, nodeOf(`${id}b`, second, random)];
}
