import type { JsonObject } from '#shared/json.ts';
import type { SketchNode } from '../../fixtures/sketch-flow.ts';
import type { Random } from '../kernel/random.ts';
import { WEB_HOST } from '../relay/web-host.ts';
import { heldFlowOf } from './sim-bodies.ts';

export const KINDS = [
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
  'planner',
  'subflow',
  'extractJson',
  'httpRequest',
  'httpRequest',
] as const;
export type Kind = (typeof KINDS)[number];
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

export function nodeOf(id: string, kind: Kind, random: Random): SketchNode {
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
    case 'planner':
      return { id, type: kind, model, config: plannerOf(id, random) };
    case 'subflow':
      return { id, type: kind, config: { flow: heldFlowOf(random) } };
    case 'httpRequest':
      return { id, type: kind, config: requestOf(id, random) };
    case 'join':
    case 'textOutput':
    // Of a text without JSON: it always fails.
    case 'extractJson':
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
    network: random.pick(['off', 'off', 'allow', 'ask']),
    maxTurns: random.pick([1, 2, 3, 8]),
    maxTokens: null,
  };
}

/** To the one server that may be asked; now and then to one that may not. */
function requestOf(id: string, random: Random): JsonObject {
  const host = random.chance(0.1) ? 'elsewhere.example.net' : WEB_HOST;
  const url = `https://${host}/of/${id}?q={{what}}`;
  if (random.chance(0.5)) return { method: 'GET', url, answer: 'text' };
  const method = random.pick(['POST', 'PUT', 'DELETE']);
  return { method, url, bodyIs: 'json', body: '{ "text": {{what}} }', answer: 'text' };
}

/** It makes the plan; its steps are done by an agent of its own, or by what stands inside. */
function plannerOf(id: string, random: Random) {
  const { task: _task, ...agent } = agentOf(id, random);
  return {
    ...agent,
    task: `Prepare ${id}`,
    maxSteps: random.between(1, 3),
    maxTurns: random.pick([1, 2, 3]),
    review: random.chance(0.6),
    onFail: random.pick(['stop', 'go-on']),
    output: random.pick(['all', 'last']),
    worker: random.pick(['agent', 'inside', 'inside']),
  };
}
