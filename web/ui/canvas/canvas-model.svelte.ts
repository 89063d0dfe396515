import { createContext, tick } from 'svelte';
import type { Point } from '#shared/graph/document.ts';
import type { PortType } from '#shared/graph/handles.ts';
import type { CanvasSession, PortRef } from './canvas-flow.ts';
import type { Incoming } from './canvas-drop.ts';
import { createTurns } from '../node/turns.ts';
import type { SubflowAct } from '../subflows/subflow-act.ts';
import { CanvasView } from './canvas-view.svelte.ts';
import type { KeyboardPull } from './connect-keyboard.ts';

/** What the canvas asks of the page around it. */
export interface CanvasHost {
  /** Shows a node in the inspector, with the focus in one of its fields when a field is named. */
  readonly inspect: (nodeId: string, field?: string) => void;
  readonly openKeys: (providerId: string | undefined) => void;
  /** A failure that belongs to no node: a file that is not a flow. */
  readonly complain: (title: string, text: string) => void;
  /** Shows a run from a file on its own page; false when the file is not meant to be one. */
  readonly openRun?: ((fileName: string, text: string) => boolean) | undefined;
  /** Makes one step of the selected ones, or several of one again; saves it, lists saved ones, puts one in. */
  readonly subflows?: ((act: SubflowAct) => void) | undefined;
  /** One's own characters, where the page has them. */
  readonly characters?:
    | {
        readonly place: (id: string, at: Point) => void;
        /** Keeps the selected step as one. */
        readonly keep: () => void;
      }
    | undefined;
}

/** The picker of new nodes: where it opens (client px), where the node lands (canvas px), the thread it hangs on. */
export interface Picker {
  readonly client: Point;
  readonly at: Point;
  readonly from: PortRef | null;
  /** The thread that the node goes into. */
  readonly into?: string;
}

/** A thread that is being pulled. */
export interface Pull {
  readonly from: PortRef;
  readonly type: PortType;
}

export type MenuTarget =
  | { readonly kind: 'canvas'; readonly client: Point; readonly at: Point }
  | { readonly kind: 'node'; readonly client: Point; readonly nodeId: string }
  | { readonly kind: 'edge'; readonly client: Point; readonly edgeId: string };

/** Files held over the canvas, in client px. */
export interface FileDrag {
  readonly at: Point;
  /** The kinds that the browser tells before they are let go; empty where it tells none. */
  readonly types: readonly string[];
  /** The node under the pointer. */
  readonly over: { readonly nodeId: string; readonly rect: DOMRect } | null;
}

/** The canvas's own state: what is open, pulled, renamed. Nothing here outlives the screen. */
export class CanvasModel {
  readonly flow: CanvasSession;
  readonly host: CanvasHost;
  readonly view: CanvasView;
  /** In which texts that grow are drawn. */
  readonly turns = createTurns((callback) => requestAnimationFrame(callback));

  tool: 'select' | 'hand' = $state('select');
  renaming: string | null = $state(null);
  /** The thread under the pointer or, by keyboard, the one that arrows lead. */
  pull: Pull | null = $state.raw(null);
  keyboardPull: KeyboardPull | null = $state.raw(null);
  /** The nodes at which it would close a circle; told by what comes with the first thread that is pulled. */
  circle: (() => ReadonlySet<string>) | null = $state.raw(null);
  picker: Picker | null = $state.raw(null);
  menu: MenuTarget | null = $state.raw(null);
  /** The thread that a dragged palette node would be put into. */
  insertEdgeId: string | null = $state(null);
  /** The group that dragged nodes would join. */
  dropGroupId: string | null = $state(null);
  fileDrag: FileDrag | null = $state.raw(null);
  incoming: Incoming | null = $state.raw(null);
  /** Pictures that are being prepared, where their nodes will stand. */
  arriving: readonly { readonly name: string; readonly at: Point }[] = $state.raw([]);
  /** Last words for screen readers. */
  said: string = $state('');

  constructor(flow: CanvasSession, host: CanvasHost) {
    this.flow = flow;
    this.host = host;
    this.view = new CanvasView(flow.editor);
  }

  say = (words: string): void => {
    this.said = words;
  };

  /** Ends renaming, and gives the focus back to the node. */
  endRename = (): void => {
    const nodeId = this.renaming;
    this.renaming = null;
    if (nodeId === null) return;
    const selector = `[data-canvas] .svelte-flow__node[data-id="${CSS.escape(nodeId)}"]`;
    void tick().then(() => {
      if (document.activeElement === document.body) document.querySelector<HTMLElement>(selector)?.focus();
    });
  };

  beginPull = (from: PortRef): void => {
    const ports = this.flow.editor.portsOf(from.nodeId);
    const list = from.side === 'output' ? ports.outputs : ports.inputs;
    this.pull = { from, type: list.find((port) => port.id === from.handle)?.type ?? 'any' };
  };

  endPull = (): void => {
    this.pull = null;
    this.keyboardPull = null;
  };

  /** Whether the thread being pulled may end in this port; undefined while none is pulled. */
  fitOf = (to: PortRef): 'fits' | 'nofit' | undefined => {
    const from = this.pull?.from;
    if (from === undefined) return undefined;
    if (from.nodeId === to.nodeId && from.handle === to.handle && from.side === to.side) return 'fits';
    if (from.side === to.side || this.circle?.().has(to.nodeId)) return 'nofit';
    const [source, target] = from.side === 'output' ? [from, to] : [to, from];
    const reason = this.flow.editor.canConnect(source.nodeId, source.handle, target.nodeId, target.handle);
    return reason === null ? 'fits' : 'nofit';
  };
}

export const [getCanvas, setCanvas] = createContext<CanvasModel>();
