import type { FlowDocument } from '#shared/graph/document.ts';
import type { Witness } from './law-broken.ts';

/** Named versions of the flow: what is in each, and which there are. */
export interface VersionLaws {
  /** Somebody asks for a version; what is returned is told when the room has made it. */
  readonly asked: () => (versionId: string, mayEdit: boolean) => void;
  /** Somebody drops a version; what is returned is told when the room has dropped it. */
  readonly dropping: (versionId: string, mayEdit: boolean) => () => void;
  /** Versions that nobody is about to drop. */
  readonly known: () => readonly string[];
  /** The versions that the room has, on its disk or in its list. */
  readonly listed: (versionIds: readonly string[], where: string) => void;
  /** The document of a version as the room gives it. */
  readonly opened: (versionId: string, document: FlowDocument) => void;
}

export interface Edits {
  /** Nodes of edits that the room has acknowledged. */
  readonly allAcknowledged: () => readonly string[];
  /** Nodes of all edits that there were. */
  readonly allTried: () => readonly string[];
}

interface Version {
  /** Nodes that must be in it, and those that can be. */
  readonly least: readonly string[];
  readonly most: ReadonlySet<string>;
  state: 'kept' | 'perhaps' | 'dropped';
}

/** A version is the document of its moment: of some moment between asking for it and the answer. */
export function createVersionLaws(witness: Witness, edits: Edits): VersionLaws {
  const versions = new Map<string, Version>();
  return Object.freeze({
    asked() {
      const least = edits.allAcknowledged();
      return (versionId: string, mayEdit: boolean) => {
        if (!mayEdit) witness.broken('AU1', 'somebody who may only look on has named a version');
        versions.set(versionId, { least, most: new Set(edits.allTried()), state: 'kept' });
      };
    },
    dropping(versionId: string, mayEdit: boolean) {
      const version = versions.get(versionId);
      if (version?.state === 'kept' && mayEdit) version.state = 'perhaps';
      return () => {
        if (!mayEdit) witness.broken('AU1', 'somebody who may only look on has dropped a version');
        if (version) version.state = 'dropped';
      };
    },
    known: () => [...versions].flatMap(([id, { state }]) => (state === 'kept' ? [id] : [])),
    listed(versionIds: readonly string[], where: string) {
      for (const [id, { state }] of versions) {
        const isThere = versionIds.includes(id);
        if (state === 'kept' && !isThere) witness.broken('FR11', `version ${id} is not ${where}`);
        if (state === 'dropped' && isThere)
          witness.broken('FR11', `version ${id} was dropped and is ${where}`);
      }
    },
    opened(versionId: string, { nodes }: FlowDocument) {
      const version = versions.get(versionId);
      const there = new Set(nodes.map(({ id }) => id));
      const missing = version?.least.find((id) => !there.has(id));
      if (missing !== undefined) witness.broken('FR2', `version ${versionId} lacks ${missing}`);
      const late = nodes.find(({ id }) => version !== undefined && !version.most.has(id));
      if (late) witness.broken('FR2', `version ${versionId} holds ${late.id}, which came later`);
    },
  });
}
