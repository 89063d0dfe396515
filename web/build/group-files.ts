/** What of a module's imports decides where it goes. */
export interface ModuleLinks {
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
}

/** Modules that something waits for. */
export interface FileRoots {
  /** What every page starts with. */
  readonly page: readonly string[];
  /** What the first page waits for besides. */
  readonly home: readonly string[];
  /** What the editor waits for besides. */
  readonly editor: readonly string[];
  /** What the page of one run waits for besides. */
  readonly run: readonly string[];
  /** Compositions of their own that a screen opens when somebody asks: no burden of it, now or later. */
  readonly apart: readonly string[];
  /** The engine's worker. */
  readonly worker: readonly string[];
}

type LinksOf = (id: string) => ModuleLinks | null;

/**
 * The files that are put together by hand, those first that others are built on: what the worker, now or later, shares
 * with every page, sooner or later; what the first page and the editor use; what the worker shares with the editor,
 * sooner or later; what the page of a run waits for and the worker fetches later; what the first page shares with others
 * but the editor does not wait for; what the editor and the page of a run use; what the page of a run waits for and
 * others fetch later; and what is one of the screens' own.
 */
export const FILE_GROUPS = [
  'base',
  'page',
  'engine',
  'drive',
  'more',
  'flow',
  'aside',
  'home',
  'editor',
  'run',
] as const;
export type FileGroup = (typeof FILE_GROUPS)[number];

/**
 * Names the file a module is built into. Left alone, a bundler makes a file of every set of modules that some set of
 * entries shares: more than sixty before the editor works, each with imports, exports and a compression of its own,
 * which cost 20 kB, and a browser asks for six at a time. Whoever waits for one of them waits for all of them, so they
 * are a handful instead.
 * @param linksOf the imports of a module; null for one the build does not know.
 * @returns for a module: its group; null for what nothing waits for at the start, and for what is the worker's alone.
 *   Those the bundler splits by what uses them.
 */
export function createFileGroups(roots: FileRoots, linksOf: LinksOf): (id: string) => FileGroup | null {
  const screens = [...roots.home, ...roots.editor, ...roots.run, ...roots.apart];
  const page = reachable(roots.page, linksOf);
  const home = reachable([...roots.page, ...roots.home], linksOf);
  const editor = reachable([...roots.page, ...roots.editor], linksOf);
  const run = reachable([...roots.page, ...roots.run], linksOf);
  const worker = reachable(roots.worker, linksOf);
  const homeLater = laterOf(home, screens, linksOf);
  const editorLater = laterOf(editor, screens, linksOf);
  const workerLater = laterOf(worker, screens, linksOf);
  const isWaitedFor = (id: string) => home.has(id) || editor.has(id);
  return (id) => {
    // What the worker fetches later must not lie in a screen's file either: that one needs a window.
    if (worker.has(id) || (workerLater.has(id) && isWaitedFor(id))) {
      if (home.has(id) || homeLater.has(id)) return 'base';
      return editor.has(id) || run.has(id) || editorLater.has(id) ? 'engine' : null;
    }
    if (page.has(id)) return 'page';
    if (home.has(id)) {
      if (editor.has(id)) return 'page';
      return editorLater.has(id) || run.has(id) ? 'more' : 'home';
    }
    if (editor.has(id)) return homeLater.has(id) ? 'page' : run.has(id) ? 'flow' : 'editor';
    if (!run.has(id)) return null;
    if (workerLater.has(id)) return 'drive';
    return homeLater.has(id) || editorLater.has(id) ? 'aside' : 'run';
  };
}

/** What some of these modules fetch later, and what that fetches, but for the screens themselves. */
function laterOf(
  modules: ReadonlySet<string>,
  screens: readonly string[],
  linksOf: LinksOf,
): ReadonlySet<string> {
  const fetchedBy = (id: string) =>
    (linksOf(id)?.dynamicallyImportedIds ?? []).filter((next) => !screens.includes(next));
  const found = new Set([...modules].flatMap(fetchedBy));
  for (const id of found)
    for (const next of [...(linksOf(id)?.importedIds ?? []), ...fetchedBy(id)]) found.add(next);
  return found;
}

function reachable(roots: readonly string[], linksOf: LinksOf): ReadonlySet<string> {
  const found = new Set(roots);
  // A set is walked to its end, what is added on the way included.
  for (const id of found) for (const next of linksOf(id)?.importedIds ?? []) found.add(next);
  return found;
}
