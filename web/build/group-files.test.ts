import { describe, expect, test } from 'vitest';
import { createFileGroups, FILE_GROUPS, type ModuleLinks } from './group-files.ts';

/** What each module imports, and after a `>` what it fetches later. */
const GRAPH: Readonly<Record<string, string>> = {
  main: 'svelte schema > home open player menu library',
  svelte: '',
  schema: '',
  home: 'main svelte gallery button > dialogs',
  gallery: 'thumb',
  thumb: '',
  button: '',
  dialogs: 'svelte field > palette',
  limits: '',
  palette: 'command-list chip',
  chip: '',
  'command-list': '',
  field: 'limits',
  menu: 'bits',
  bits: '',
  library: 'fold yjs gallery shelf',
  shelf: '',
  open: 'yjs fold worker-url',
  yjs: '',
  'worker-url': '',
  fold: 'schema',
  screen: 'main canvas button field chip > inspector-parts',
  canvas: 'd3 tables',
  d3: '',
  player: 'main canvas outcome gallery parts figures',
  outcome: '',
  'inspector-parts': 'svelte thumb parts',
  parts: '',
  worker: 'fold schema limits socket > run',
  socket: '',
  run: 'missing tables figures',
  figures: '',
  tables: '',
  missing: '',
};

const names = (list = '') => list.trim().split(' ').filter(Boolean);

function linksOf(id: string): ModuleLinks | null {
  const [now, later] = (GRAPH[id] ?? '').split('>');
  return id in GRAPH ? { importedIds: names(now), dynamicallyImportedIds: names(later) } : null;
}

const roots = {
  page: ['main'],
  home: ['home'],
  editor: ['open', 'screen'],
  run: ['player'],
  apart: ['library'],
  worker: ['worker'],
};
const groupOf = createFileGroups(roots, linksOf);
const of = (group: string | null) => Object.keys(GRAPH).filter((id) => groupOf(id) === group);

describe('which file a module is built into', () => {
  test('what the worker shares with every page stands alone, without a line for a document', () => {
    expect(of('base')).toEqual(['schema', 'limits']);
  });

  test('what the worker shares with the editor only is no burden of the first page', () => {
    expect(of('engine')).toEqual(['fold', 'tables']);
  });

  test('what the worker fetches later lies in no file of a screen: those need a window', () => {
    expect([groupOf('tables'), groupOf('run')]).toEqual(['engine', null]);
  });

  test('what the worker fetches later and the page of a run waits for is no burden of the editor', () => {
    expect(of('drive')).toEqual(['figures']);
  });

  test('what both screens use, the first perhaps later, is in one file', () => {
    expect(of('page')).toEqual(['main', 'svelte', 'button', 'chip', 'field']);
  });

  test('what the editor uses later, or never, is no burden of its start', () => {
    expect(of('more')).toEqual(['gallery', 'thumb']);
  });

  test('what one screen alone waits for is in its own file', () => {
    expect(of('home')).toEqual(['home']);
    expect(of('editor')).toEqual(['open', 'yjs', 'worker-url', 'screen']);
  });

  test('what the editor and the page of a run draw with is in one file', () => {
    expect(of('flow')).toEqual(['canvas', 'd3']);
  });

  test('the page of a run waits for two files besides, of which others fetch only what they share', () => {
    expect(of('run')).toEqual(['player', 'outcome']);
    expect(of('aside')).toEqual(['parts']);
  });

  test("what nothing waits for, and the worker's own, is left to the bundler", () => {
    expect(of(null)).toEqual([
      'dialogs',
      'palette',
      'command-list',
      'menu',
      'bits',
      'library',
      'shelf',
      'inspector-parts',
      'worker',
      'socket',
      'run',
      'missing',
    ]);
  });

  test('a file needs none that is put together after it, so that no two wait for each other', () => {
    const order: readonly string[] = FILE_GROUPS;
    const place = (id: string) => order.indexOf(groupOf(id) ?? '');
    const backwards = Object.keys(GRAPH).flatMap((id) =>
      groupOf(id) === null
        ? []
        : (linksOf(id)?.importedIds ?? []).filter((next) => place(next) > place(id) || place(next) < 0),
    );
    expect(backwards).toEqual([]);
  });
});
