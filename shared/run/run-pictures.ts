import { chunkedGet } from './chunked.ts';
import type { BlobRef, NodeOutput } from './output.ts';
import type { PlanNode } from './plan.ts';
import { findCall, nodeCost } from './select.ts';
import type { NodeState, RunState } from './state.ts';

/** A picture of a run, and what is known of it. Plain data: it goes from the worker to the page. */
export interface RunPicture {
  readonly runId: string;
  readonly picture: BlobRef;
  readonly nodeId: string;
  readonly nodeName: string;
  /** Who made it; null when no model did, or when that is not known. */
  readonly model: { readonly provider: string; readonly model: string } | null;
  /** What it was made of; null for a picture that somebody brought. */
  readonly prompt: string | null;
  /** The words of an Image Describer of the same run about this very picture. */
  readonly description: string | null;
  /** Micro-dollars of the node's calls; null when nothing was called. */
  readonly costMicroUsd: number | null;
  /** Relay time at which its node was done, ms. */
  readonly at: number;
}

interface Found {
  readonly planned: PlanNode;
  readonly node: NodeState;
  readonly picture: BlobRef;
  readonly text: string;
}

/**
 * The pictures that stand in a run, each once, in the order in which they came. A picture that several nodes hand on
 * belongs to the one that made it, else to the first. O(nodes and their calls).
 */
export function runPictures(run: RunState): readonly RunPicture[] {
  const byHash = new Map<string, Found[]>();
  run.plan?.plan.nodes.forEach((planned, index) => {
    const node = chunkedGet(run.nodes, index);
    const output = node === undefined ? null : outputWithPicture(node);
    if (node === undefined || output?.image === undefined) return;
    const found = { planned, node, picture: output.image, text: output.text ?? '' };
    byHash.set(output.image.blob, [...(byHash.get(output.image.blob) ?? []), found]);
  });
  return [...byHash.values()]
    .flatMap((holders) => pictureOf(run.runId, holders) ?? [])
    .sort((a, b) => a.at - b.at);
}

function pictureOf(runId: string, holders: readonly Found[]): RunPicture | null {
  const maker = holders.find(isMaker);
  const holder = maker ?? holders[0];
  if (holder === undefined) return null;
  const { planned, node, picture, text } = holder;
  const describer = holders.find((each) => each.planned.type === DESCRIBER && each.text !== '');
  const call = node.calls.findLast(({ end }) => end?.image?.blob === picture.blob) ?? planned.model;
  return {
    runId,
    picture,
    nodeId: planned.id,
    nodeName: planned.label,
    model: maker !== undefined && call !== null ? { provider: call.provider, model: call.model } : null,
    prompt: maker !== undefined && text !== '' ? text : null,
    description: describer?.text ?? null,
    costMicroUsd: maker !== undefined && node.calls.length > 0 ? nodeCost(node).microUsd : null,
    at: node.endedAt ?? 0,
  };
}

/** The type whose text is about its picture. */
const DESCRIBER = 'imageDescriber';
/** The type whose text its picture was made of, also where it was reused and nothing was called. */
const GENERATOR = 'imageGenerator';

function isMaker({ planned, node, picture }: Found): boolean {
  return (
    planned.type === GENERATOR ||
    node.calls.some(({ end }) => end?.image !== undefined && end.image.blob === picture.blob)
  );
}

/** Outputs over 16 KiB are elsewhere: they hold long texts. */
function outputWithPicture(node: NodeState): NodeOutput | null {
  if (node.phase !== 'completed' || node.output === null) return null;
  switch (node.output.kind) {
    case 'inline':
      return node.output.output;
    case 'call': {
      const image = findCall(node, node.output.callId)?.end?.image;
      return image === undefined ? null : { image };
    }
    case 'blob':
      return null;
    default:
      return node.output satisfies never;
  }
}
