import { readRunFragment, readRunMoment, type RunFragment, type RunMoment } from './links.ts';

/** Which page an address means. */
export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'editor'; readonly flowId: string; readonly secret: string }
  | ({ readonly screen: 'run'; readonly runId: string } & RunFragment)
  /** A run that was opened from a file in this browser. */
  | ({ readonly screen: 'run-file'; readonly runId: string } & RunMoment)
  | { readonly screen: 'unknown'; readonly path: string };

const FLOW_PATH = /^\/f\/([A-Za-z0-9_-]{1,100})\/?$/;
const RUN_FILE_PATH = /^\/r\/local\/([A-Za-z0-9_-]{1,100})\/?$/;
const RUN_PATH = /^\/r\/([A-Za-z0-9_-]{1,100})\/?$/;

export function readRoute(path: string, fragment: string): Route {
  if (path === '/' || path === '') return { screen: 'home' };
  const runFileId = RUN_FILE_PATH.exec(path)?.[1];
  if (runFileId !== undefined) return { screen: 'run-file', runId: runFileId, ...readRunMoment(fragment) };
  const runId = RUN_PATH.exec(path)?.[1];
  const run = runId === undefined ? null : readRunFragment(fragment);
  if (runId !== undefined && run !== null) return { screen: 'run', runId, ...run };
  const flowId = FLOW_PATH.exec(path)?.[1];
  if (flowId === undefined) return { screen: 'unknown', path };
  return { screen: 'editor', flowId, secret: fragment.replace(/^#/, '') };
}

export interface AddressBar {
  readonly read: () => { readonly path: string; readonly fragment: string };
  /** Changes the address without loading a page. */
  readonly push: (href: string) => void;
  /** The same without an entry in the history: the old address is not gone back to. */
  readonly replace: (href: string) => void;
  /** Calls back when the person goes back or forth, or edits the address's fragment. */
  readonly onChange: (listener: () => void) => void;
}

/** The address bar as state. */
export class Router {
  readonly #bar: AddressBar;
  #route = $state.raw<Route>({ screen: 'home' });

  constructor(bar: AddressBar) {
    this.#bar = bar;
    this.#read();
    bar.onChange(() => this.#read());
  }

  get route(): Route {
    return this.#route;
  }

  /** The run whose page this is, with what opens it; the moment and the step may change without another page. */
  get run(): string {
    const route = this.#route;
    if (route.screen === 'run') return `${route.runId} ${route.flowId} ${route.secret}`;
    return route.screen === 'run-file' ? `file ${route.runId}` : '';
  }

  go = (href: string): void => {
    this.#bar.push(href);
    this.#read();
  };

  /** Another address for what is shown; going back skips the one before. */
  replace = (href: string): void => {
    this.#bar.replace(href);
    this.#read();
  };

  /** Takes plain clicks on the app's own links; all others stay the browser's. */
  onclick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return;
    if (link.origin !== location.origin || readRoute(link.pathname, link.hash).screen === 'unknown') return;
    if (link.pathname === location.pathname && link.hash.length > 1 && !/^\/[fr]\//.test(link.pathname))
      return;
    event.preventDefault();
    this.go(`${link.pathname}${link.search}${link.hash}`);
  };

  #read(): void {
    const { path, fragment } = this.#bar.read();
    const next = readRoute(path, fragment);
    if (JSON.stringify(next) !== JSON.stringify(this.#route)) this.#route = next;
  }
}
