import type { FlowDocument } from '#shared/graph/document.ts';
import { canonicalJson } from '#shared/json.ts';
import type { StoredFlow } from '../../../relay/core/flow/stored-flow.ts';
import { createFlowDoc } from '../../../web/collab/document.ts';
import type { Witness } from './law-broken.ts';
import type { Edits } from './version-laws.ts';

/** Everything that is known of the flow's document: who added what, and what the room has acknowledged. */
export interface DocumentLaws extends Edits {
  /** Somebody has made an edit, whoever it is. */
  readonly tried: (nodeId: string) => void;
  readonly added: (nodeId: string, mayEdit: boolean) => void;
  readonly acknowledged: (nodeIds: readonly string[]) => void;
  /** The room's process has loaded what is on its disk. */
  readonly woke: (stored: StoredFlow | null) => void;
  /** Whether all these documents are one and hold every edit of an editor. */
  readonly isOne: (documents: readonly FlowDocument[]) => boolean;
  /** The same as a law, when all is over. */
  readonly finish: (documents: ReadonlyMap<string, FlowDocument>) => void;
}

/** Nodes are only ever added under new ids, so an edit that was lost is a node that is missing. */
export function createDocumentLaws(witness: Witness): DocumentLaws {
  const byEditors = new Set<string>();
  const byOthers = new Set<string>();
  const acknowledged = new Set<string>();
  const tried: string[] = [];
  const missing = (document: FlowDocument, wanted: ReadonlySet<string>): readonly string[] => {
    const there = new Set(document.nodes.map(({ id }) => id));
    return [...wanted].filter((id) => !there.has(id));
  };
  const noStranger = (document: FlowDocument, where: string): void => {
    const stranger = document.nodes.find(({ id }) => byOthers.has(id));
    if (stranger) witness.broken('AU1', `${where} holds ${stranger.id}, of somebody who may only look on`);
  };
  return Object.freeze({
    tried: (nodeId: string) => void tried.push(nodeId),
    allTried: () => [...tried],
    allAcknowledged: () => [...acknowledged],
    added: (nodeId: string, mayEdit: boolean) => void (mayEdit ? byEditors : byOthers).add(nodeId),
    acknowledged(nodeIds: readonly string[]) {
      for (const id of nodeIds) {
        if (byOthers.has(id))
          witness.broken('AU1', `an edit of somebody who may only look on is acknowledged`);
        acknowledged.add(id);
      }
    },
    woke(stored: StoredFlow | null) {
      if (stored === null) return;
      const document = readStored(stored);
      const [lost] = missing(document, acknowledged);
      if (lost !== undefined) witness.broken('DO1', `${lost} was acknowledged and is gone after the kill`);
      noStranger(document, 'the stored document');
    },
    isOne(documents: readonly FlowDocument[]) {
      const [first] = documents.map(contentOf);
      return documents.every((one) => contentOf(one) === first && missing(one, byEditors).length === 0);
    },
    finish(documents: ReadonlyMap<string, FlowDocument>) {
      let first: string | null = null;
      for (const [name, document] of documents) {
        noStranger(document, name);
        const [lost] = missing(document, byEditors);
        if (lost !== undefined) witness.broken('DO1', `${name} lacks ${lost}`);
        first ??= contentOf(document);
        if (contentOf(document) !== first)
          witness.broken('DO1', `${name} has another document than the others`);
      }
    },
  });
}

const contentOf = ({ nodes, edges, name, settings }: FlowDocument): string =>
  canonicalJson({ nodes, edges, name, settings } as never);

function readStored({ record, document }: StoredFlow): FlowDocument {
  const { snapshot, updates } = document ?? { snapshot: new Uint8Array(), updates: [] };
  return readUpdates(record.flowId, snapshot.length > 0 ? [snapshot, ...updates] : updates);
}

/** The document that these updates make. */
export function readUpdates(flowId: string, updates: readonly Uint8Array[]): FlowDocument {
  const doc = createFlowDoc(flowId);
  try {
    for (const update of updates) doc.applyUpdate(update);
    return doc.snapshot();
  } finally {
    doc.close();
  }
}
