import type { FlowDocument } from '#shared/graph/document.ts';
import type { PortType } from '#shared/graph/handles.ts';

/** A flow as this browser's list has it. */
export interface FlowRecord {
  readonly id: string;
  readonly name: string;
  /** Of the link by which this browser may use the flow; only ever in a URL's fragment. */
  readonly secret: string;
  /** ms since 1970, as are all times here. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** True when this browser made the flow. */
  readonly mine: boolean;
  readonly lastRun: LastRun | null;
  readonly thumbnail: Thumbnail | null;
  /** What the document starts with; taken away when it was first stored. */
  readonly seed: FlowDocument | null;
}

export interface LastRun {
  readonly status: 'running' | 'ok' | 'with-failures' | 'failed' | 'stopped' | 'parked';
  readonly at: number;
}

/** The flow drawn small: boxes and lines in px of the canvas, from 0. */
export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
    readonly type: string;
  }[];
  /** Indices into `nodes`, and what goes along the line. */
  readonly edges: readonly (readonly [from: number, to: number, type: PortType])[];
}

/** Where the list is kept. Rejects when the browser's database fails. */
export interface FlowStore {
  readonly all: () => Promise<readonly FlowRecord[]>;
  readonly put: (record: FlowRecord) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

/** The address of a flow; its secret stays in the fragment, which browsers never send. */
export function flowHref(record: { readonly id: string; readonly secret: string }): string {
  return `/f/${record.id}#${record.secret}`;
}
