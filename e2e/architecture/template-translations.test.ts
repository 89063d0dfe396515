import { describe, expect, it } from 'vitest';
import type { FlowDocument, FlowNode } from '#shared/graph/document.ts';
import { LANGUAGES } from '../../relay/providers/demo/languages.ts';
import { createRandom } from '../../relay/providers/demo/random.ts';
import { answer } from '../../relay/providers/demo/answer.ts';
import { demoRequest } from '../../relay/providers/demo/testing.ts';
import { englishLeftovers } from '../../relay/providers/demo/translation/testing.ts';
import { TEMPLATES } from '../../web/templates/templates.ts';

/** What every first visitor sees: the templates with a translator, run on the demo. */

const NAMES = ['Wren'];
/** Each seed makes other sentences of the demo: together they use all. */
const SEEDS = Array.from({ length: 24 }, (_unused, index) => index * 7_919 + 1);

function demo(
  task: string,
  subject: string,
  details: { readonly [key: string]: string },
  seed: number,
): string {
  return answer(demoRequest(task, subject, details), createRandom(seed));
}

function field(node: FlowNode, key: string): string {
  const value = node.config[key];
  return typeof value === 'string' ? value : '';
}

/** A node's text, with all that comes before it; as the nodes ask the demo. */
function textOf(document: FlowDocument, id: string, seed: number): string {
  const node = document.nodes.find((one) => one.id === id);
  if (node === undefined) throw new Error(`no node ${id}`);
  const into = document.edges.filter((edge) => edge.target === id);
  const read = (source: string): string => textOf(document, source, seed);
  const input = into
    .filter((edge) => edge.targetHandle === 'text-in')
    .map((edge) => read(edge.source))
    .join('\n\n');
  const personas = into
    .filter((edge) => edge.targetHandle.startsWith('adapter-'))
    .flatMap((edge) => document.nodes.find((one) => one.id === edge.source) ?? [])
    .map((one) => ({ name: field(one, 'characterName'), description: field(one, 'characterDescription') }));
  const injected = (text: string): string =>
    personas.length === 0 ? text : demo('inject-persona', text, { personas: JSON.stringify(personas) }, seed);
  switch (node.type) {
    case 'initialPrompt':
    case 'template':
      return field(node, 'text');
    case 'storyTeller':
      return injected(demo('story', input, { tags: field(node, 'tags') }, seed));
    case 'promptEnhancer':
      return injected(demo('enhance', input, { notes: field(node, 'notes') }, seed));
    case 'grammarFix':
      return demo('grammar', input, {}, seed);
    case 'llm':
      return demo(
        'free',
        filledPrompt(node, (name) => {
          const edge = into.find(({ targetHandle }) => targetHandle === `var-${name}`);
          return edge === undefined ? '' : read(edge.source);
        }),
        {},
        seed,
      );
    default:
      throw new Error(`a translator reads from ${node.type}: say here what it asks the demo`);
  }
}

function filledPrompt(node: FlowNode, valueOf: (name: string) => string): string {
  return field(node, 'prompt').replace(/\{\{(\w+)\}\}/g, (_slot, name: string) => valueOf(name));
}

const cases = TEMPLATES.flatMap(({ slug, document }) =>
  document.nodes.filter(({ type }) => type === 'translator').map((node) => ({ slug, document, id: node.id })),
);

function sourceOf(document: FlowDocument, id: string, seed: number): string {
  // What stands in a container gets what comes into it, piece by piece.
  const outer = document.nodes.find((node) => node.id === id)?.parent ?? id;
  const source = document.edges.find((edge) => edge.target === outer)?.source ?? '';
  return textOf(document, source, seed);
}

/** Marks of structure, line by line: headings and emphasis. */
const headings = (text: string): readonly string[] => text.match(/^#+ (?=\S)/gm) ?? [];
const emphasis = (text: string): number => (text.match(/\*[^*\n]+\*/g) ?? []).length;

describe.each(cases)('$slug: $id on the demo', ({ document, id }) => {
  it.each(Object.entries(LANGUAGES))(
    '[DM3] %s: wholly in the language, in the same structure',
    (code, language) => {
      for (const seed of SEEDS) {
        const source = sourceOf(document, id, seed);
        const text = demo('translate', source, { language }, seed);
        expect(text).toBe(demo('translate', source, { language }, seed));
        expect(headings(text)).toEqual(headings(source));
        if (code === 'en') continue;
        expect([text, englishLeftovers(text, code as keyof typeof LANGUAGES, NAMES)]).toEqual([text, []]);
        if (/^(es|fr|de|it|pt)$/.test(code)) {
          expect([source, text, emphasis(text)]).toEqual([source, text, emphasis(source)]);
          // A translation, not a summary.
          expect(text.length).toBeGreaterThan(source.length * 0.8);
        }
      }
    },
  );
});
