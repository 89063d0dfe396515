import type { FlowDocument, FlowEdge, FlowNode, Point, Size } from '#shared/graph/document.ts';
import type { PortType } from '#shared/graph/handles.ts';
import type { CallState, NodeState, RunState } from '#shared/run/state.ts';
import type { OpenApproval } from '#shared/run/select-approval.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { Resolution } from '#shared/run/events.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { Border } from '../../state/editing/border.ts';
import type { PicturesIn } from '../../state/pictures-in.svelte.ts';
import type { PartialText } from '../../state/run/partials.ts';
import type { LoadPicture } from '../kit/picture-pool.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';

/**
 * What the canvas needs of the page's state: the document with its edits, the run by node, and the wishes about a run.
 * FlowSession of web/state is one; the bench and the tests bring small ones. Everything is read reactively.
 */

export interface CanvasPort {
  /** Handle id in the flow document. */
  readonly id: string;
  readonly label: string;
  readonly type: PortType;
  readonly state: 'free' | 'wired' | 'add';
  /** Of a container: reached from inside it; behind all others. */
  readonly inner?: true;
}

export interface CanvasPorts {
  readonly inputs: readonly CanvasPort[];
  readonly outputs: readonly CanvasPort[];
}

/** One end of a thread, as a port of a node. */
export interface PortRef {
  readonly nodeId: string;
  readonly handle: string;
  readonly side: 'input' | 'output';
}

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';

export interface CanvasEditor {
  readonly document: FlowDocument;
  readonly nodeById: ReadonlyMap<string, FlowNode>;
  readonly edgeById: ReadonlyMap<string, FlowEdge>;
  readonly edgesByTarget: ReadonlyMap<string, readonly FlowEdge[]>;
  readonly edgesBySource: ReadonlyMap<string, readonly FlowEdge[]>;
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** Ids of the nodes on a cycle; empty when there is none. */
  readonly cycle: readonly string[];
  readonly readOnly: boolean;
  /** What may cross the edge of a container; set by whoever fetched it. */
  border?: Border | null;
  /** All node types, in the order of the palette. */
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  /** null = unknown type. */
  readonly definition: (type: string) => NodeDefinition | null;
  readonly nameOf: (nodeId: string) => string;
  readonly portsOf: (nodeId: string) => CanvasPorts;
  readonly edgeType: (edgeId: string) => PortType;
  /** null = fits, else the reason in words. */
  readonly canConnect: (
    source: string,
    sourceHandle: string,
    target: string,
    targetHandle: string,
  ) => string | null;
  readonly fittingTypes: (
    from: PortRef,
  ) => readonly { readonly definition: NodeDefinition; readonly handle: string }[];
  readonly absolutePosition: (nodeId: string) => Point;
  readonly select: (selection: { nodes?: readonly string[]; edges?: readonly string[] }) => void;
  readonly clearSelection: () => void;
  readonly addNode: (
    type: string,
    position: Point,
    more?: {
      readonly config?: FlowNode['config'];
      readonly label?: string;
      readonly parent?: string;
      readonly connectFrom?: PortRef;
    },
  ) => string | null;
  readonly moveNodes: (moves: readonly { readonly id: string; readonly position: Point }[]) => void;
  readonly nudge: (dx: number, dy: number) => void;
  readonly resizeNode: (nodeId: string, size: Size, position?: Point) => void;
  readonly setConfig: (nodeId: string, key: string, value: FlowNode['config'][string]) => void;
  readonly setLabel: (nodeId: string, label: string) => void;
  readonly setParent: (nodeIds: readonly string[], groupId: string | null) => void;
  readonly dropNodes: (
    moves: readonly { readonly id: string; readonly position: Point }[],
    parents: ReadonlyMap<string, string | null>,
  ) => void;
  readonly connect: (
    source: string,
    sourceHandle: string,
    target: string,
    targetHandle: string,
  ) => string | null;
  readonly reconnect: (
    edgeId: string,
    source: string,
    sourceHandle: string,
    target: string,
    targetHandle: string,
  ) => string | null;
  readonly removeEdge: (edgeId: string) => void;
  readonly removeSelection: () => void;
  readonly insertOnEdge: (type: string, edgeId: string, position?: Point) => string | null;
  readonly duplicate: () => unknown;
  readonly copy: () => string;
  readonly cut: () => string;
  readonly paste: (
    text: string,
    at?: Point,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly error: WeftError }>;
  readonly importFile: (
    text: string,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly error: WeftError }>;
  readonly group: () => string | null;
  readonly ungroup: () => void;
  readonly toggleDisabled: () => void;
  readonly clearOverride: (nodeId: string) => void;
  readonly align: (alignment: Alignment) => void;
  readonly distribute: (axis: 'horizontal' | 'vertical') => void;
  readonly selectAll: () => void;
}

/** A node's part in the run; the same object for ever, only its fields change. */
export interface CanvasNodeView {
  readonly status: NodeDisplayStatus;
  readonly state: NodeState | null;
  readonly text: string;
  readonly streaming: boolean;
  /** What the newest open call has written so far. */
  readonly partial?: PartialText | null;
  /** Of a container: the question on which everything inside it waits. */
  readonly inside?: OpenApproval | null;
  readonly output: NodeOutput | null;
  readonly error: WeftError | null;
  readonly warnings: readonly string[];
  readonly costMicroUsd: number | null;
  readonly costOpen: boolean;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly durationMs: number | null;
  readonly retryInMs: number | null;
  /** 0 to 100. */
  readonly progress: number | null;
  /** A call of unknown outcome that waits for a person's word. */
  readonly asked: CallState | null;
}

export interface CanvasSession {
  /** What takes pictures in; where it is missing none are taken. */
  readonly picturesIn?: (() => Promise<PicturesIn>) | undefined;
  readonly editor: CanvasEditor;
  readonly run: {
    readonly node: (nodeId: string) => CanvasNodeView;
    readonly live: boolean;
    /** The whole of it as it is shown; left out where nothing asks for it. */
    readonly run?: RunState | null;
  };
  readonly problemsOf: (nodeId: string) => readonly WeftError[];
  /** Which model will be used; null for nodes that use none. */
  readonly modelOf: (nodeId: string) => { readonly modelLabel: string } | null;
  /** A picture of the run that is shown, and one of the document; without them no card shows any. */
  readonly picture?: LoadPicture;
  readonly flowPicture?: LoadPicture;
  readonly runOnly: (nodeId: string) => unknown;
  readonly runFrom: (nodeId: string) => unknown;
  readonly runUpTo: (nodeId: string) => unknown;
  /** What the run asks people; where it is missing the card only says that somebody must decide. */
  readonly approvals?: {
    readonly reviewNode: (nodeId: string) => void;
    readonly approveNode: (nodeId: string) => unknown;
  };
  readonly retry: (nodeId: string) => unknown;
  /** Asks how to go on from the run that is shown, from this node on; where it is missing nobody is asked. */
  readonly askBranch?: ((nodeId: string) => unknown) | undefined;
  /** Asks how a node shall be run again; where it is missing nobody is asked. */
  readonly askRetry?: ((nodeId: string, first: 'words' | 'model') => unknown) | undefined;
  readonly resolveUnknown: (nodeId: string, resolution: Resolution) => unknown;
}
