import type { FlowDocument } from '#shared/graph/document.ts';
import type { PortType } from '#shared/graph/handles.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { flowLinkHref } from './links.ts';

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
  /** By the link, as the relay said last; left out = not known. */
  readonly role?: Role | undefined;
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

/**
 * The address of a listed flow. One's own shows no secret: whoever copies the address bar must not give the owner's
 * rights away. That of another's link stays in the fragment, which browsers never send.
 */
export function flowHref({ id, secret, mine }: Pick<FlowRecord, 'id' | 'secret' | 'mine'>): string {
  return flowLinkHref({ flowId: id, secret: mine ? '' : secret });
}

/**
 * What an address opens, as the list would have it: one's own flow by one's own right, whatever link led there; another's
 * by the link of the address. null = the address alone opens nothing.
 */
export function recordOf(
  known: FlowRecord | null,
  { flowId, secret }: { readonly flowId: string; readonly secret: string },
  now: number,
): FlowRecord | null {
  if (known !== null && (known.mine || secret === '' || secret === known.secret)) return known;
  if (known !== null) return { ...known, secret, role: undefined };
  if (secret === '') return null;
  const base = { id: flowId, name: '', secret, createdAt: now, updatedAt: now, mine: false };
  return { ...base, lastRun: null, thumbnail: null, seed: null };
}
