import type { DocWriter, TransactOptions } from '../../collab/flow-doc.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import type { FlowLookups } from './lookups.ts';

/** What the editing operations need of the editor that they belong to. */
export interface EditorCore {
  /** Of the document as it is now. */
  readonly lookups: () => FlowLookups;
  readonly selectedNodes: () => ReadonlySet<string>;
  readonly selectedEdges: () => ReadonlySet<string>;
  readonly select: (selection: {
    readonly nodes?: Iterable<string>;
    readonly edges?: Iterable<string>;
  }) => void;
  /** One undo step; nothing happens when the flow may only be read. Tells whether it did. */
  readonly edit: (label: string, change: (write: DocWriter) => void, options?: TransactOptions) => boolean;
  readonly canEdit: () => boolean;
  /** A fresh random id of 21 characters. */
  readonly newId: () => string;
  /** The providers as far as they are known; for the default models. */
  readonly providers: () => readonly ProviderDescription[];
}
