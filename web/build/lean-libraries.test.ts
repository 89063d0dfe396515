import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import * as customElement from '../lean/custom-element.ts';
import * as edges from '../lean/edges.ts';
import * as environment from '../lean/environment.ts';
import * as flowParts from '../lean/flow-parts.ts';
import * as interpolate from '../lean/interpolate.ts';
import * as logging from '../lean/logging.ts';
import * as selection from '../lean/selection.ts';
import * as transitionLibrary from '../lean/transition-library.ts';
import { LEAN, leanLibraries } from './lean-libraries.ts';

/** What each replacement gives. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  './dom/elements/custom-element.js': Object.keys(customElement),
  '../../components/ConnectionLine/index.js': Object.keys(flowParts),
  '../../components/KeyHandler/index.js': Object.keys(flowParts),
  './MarkerDefinition/index.js': Object.keys(flowParts),
  '../components/nodes/DefaultNode.svelte': ['default'],
  '../components/nodes/GroupNode.svelte': ['default'],
  '../components/nodes/InputNode.svelte': ['default'],
  '../components/nodes/OutputNode.svelte': ['default'],
  '../components/edges/index.js': Object.keys(edges),
  '../edges/index.js': Object.keys(edges),
  'd3-interpolate': Object.keys(interpolate),
  'd3-selection': Object.keys(selection),
  'd3-transition': Object.keys(transitionLibrary),
  'lib0/environment': Object.keys(environment),
  'lib0/logging': Object.keys(logging),
};

/** Where each importer's imports stand. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  '@xyflow/svelte': [
    'dist/lib/store/initial-store.svelte.js',
    'dist/lib/components/EdgeWrapper/EdgeWrapper.svelte',
    'dist/lib/container/EdgeRenderer/EdgeRenderer.svelte',
    'dist/lib/container/SvelteFlow/SvelteFlow.svelte',
  ],
  '@xyflow/system': ['dist/esm/index.js'],
  'd3-drag': ['dist/d3-drag.mjs'],
  'd3-zoom': ['dist/d3-zoom.mjs'],
  svelte: ['src/internal/client/index.js'],
  yjs: ['dist/yjs.mjs'],
};

function sourceOf(library: string): string {
  const folder = createRequire(import.meta.url)
    .resolve(library)
    .replace(new RegExp(`(/node_modules/${library})/.*`), '$1');
  return (FILES[library] ?? []).map((file) => readFileSync(`${folder}/${file}`, 'utf8')).join('\n');
}

/** Names a library takes from another, however it imports it. */
function taken(source: string, from: string): string[] {
  const named = new RegExp(`(?:import|export) \\{([^}]*)\\} from '${from}'`, 'g');
  const all = new RegExp(`import \\* as (\\w+) from '${from}'`).exec(source)?.[1];
  const whole = source.includes(`import ${/(\w+)\.svelte$/.exec(from)?.[1] ?? '-'} from '${from}'`);
  return [
    ...(whole ? ['default'] : []),
    ...[...source.matchAll(named)].flatMap(([, names = '']) => names.split(',').map((name) => name.trim())),
    ...(all ? [...source.matchAll(new RegExp(`\\b${all}\\.(\\w+)`, 'g'))].map(([, name = '']) => name) : []),
  ];
}

const uses = Object.entries(LEAN).flatMap(([name, { importers }]) =>
  importers.map((importer) => [name, importer] as const),
);

describe('libraries in short form', () => {
  test.each(uses)('%s gives all that %s takes', (name, importer) => {
    const names = taken(sourceOf(importer), name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((one) => !GIVEN[name]?.includes(one))).toEqual([]);
  });

  test('d3-zoom asks of a transition only what there is', () => {
    const source = sourceOf('d3-zoom');
    const [, schedule = ''] = /function schedule\(transition[^{]*\{\n([\s\S]*?)\n {2}\}\n/.exec(source) ?? [];
    const [, begun = ''] = /\.transition\(\)(.*)/.exec(source) ?? [];
    const names = [...schedule.matchAll(/^ {8}\.(\w+)\(/gm), ...begun.matchAll(/\.(\w+)\(/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(names)].sort()).toEqual(['call', 'duration', 'on', 'tween']);
    expect(source.match(/\.transition\(/g)).toHaveLength(1);
  });

  test('nobody asks of a selection what it cannot do', () => {
    const has = [...Object.getOwnPropertyNames(selection.Selection.prototype), 'transition', 'interrupt'];
    const starts = /(?:\bselect\([\w.]+\)|\b(?:d3S|s)election(?:\.selection\(\))?)\??\s*\.(\w+)\(/g;
    const further = /^\s+\.(on|filter|style|property|attr|classed|data|append|select|each|text)\(/gm;
    const names = (LEAN['d3-selection']?.importers ?? []).flatMap((importer) => {
      const source = sourceOf(importer);
      return [...source.matchAll(starts), ...source.matchAll(further)].map(([, name = '']) => name);
    });
    expect([...new Set(names)].sort()).toEqual(
      ['call', 'datum', 'filter', 'interrupt', 'node', 'on', 'property', 'style', 'transition'].sort(),
    );
    expect(names.filter((name) => !has.includes(name))).toEqual([]);
  });

  test('Svelte Flow hands its keys and its pulled thread what their short forms know', () => {
    const source = sourceOf('@xyflow/svelte');
    const [, keys = ''] = /<KeyHandler\s([^>]*?)\/>/.exec(source) ?? [];
    expect([...keys.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()).toEqual(
      ['deleteKey', 'multiSelectionKey', 'panActivationKey', 'selectionKey', 'zoomActivationKey'].sort(),
    );
    expect(source).toMatch(/<ConnectionLine\s[^>]*LineComponent=\{connectionLineComponent\}/);
  });

  test('only the importers that were looked at get it', () => {
    const { resolveId } = leanLibraries('/app/web/lean/');
    const resolve = resolveId as (source: string, importer?: string) => string | null;
    expect(resolve('d3-transition', '/app/node_modules/d3-zoom/dist/d3-zoom.mjs')).toBe(
      '/app/web/lean/transition-library.ts',
    );
    expect(resolve('d3-transition', '/app/node_modules/other/index.js')).toBeNull();
    expect(resolve('d3-zoom', '/app/node_modules/@xyflow/system/dist/index.js')).toBeNull();
  });
});
