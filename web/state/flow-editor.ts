import type { ProviderDescription } from '#shared/protocol/providers.ts';
import type { FlowDoc } from '../collab/flow-doc.ts';
import type { NodeDefinition } from '../node-kit/types.ts';
import { createArrangeEdits } from './editing/arrange-edits.ts';
import { createClipEdits } from './editing/clip-edits.ts';
import type { EditorCore } from './editing/editor-core.ts';
import { createFileEdits } from './editing/file-edits.ts';
import { createModelEdits } from './editing/model-edits.ts';
import { createNodeEdits } from './editing/node-edits.ts';
import { createWireEdits } from './editing/wire-edits.ts';
import { EditorState } from './editor-state.svelte.ts';
import { newNodeId } from './new-id.ts';

export interface FlowEditorOptions {
  readonly doc: FlowDoc;
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  /** Random ids; replaced in tests. */
  readonly newId?: (() => string) | undefined;
  /** Read when a default model is needed. */
  readonly providers?: (() => readonly ProviderDescription[]) | undefined;
  readonly readOnly?: boolean | undefined;
}

type Edits = ReturnType<typeof createNodeEdits> &
  ReturnType<typeof createModelEdits> &
  ReturnType<typeof createWireEdits> &
  ReturnType<typeof createArrangeEdits> &
  ReturnType<typeof createClipEdits> &
  ReturnType<typeof createFileEdits>;

/** One open flow under edit: what it is (EditorState) and every operation on it, each one undo step. */
export type FlowEditor = EditorState & Edits;

export function createFlowEditor(options: FlowEditorOptions): FlowEditor {
  const state = new EditorState(options.doc, options.definitions, options.readOnly ?? false);
  const core: EditorCore = {
    lookups: () => state.lookups,
    selectedNodes: () => state.selectedNodes,
    selectedEdges: () => state.selectedEdges,
    select: state.select,
    edit: state.edit,
    canEdit: () => !state.readOnly,
    newId: options.newId ?? newNodeId,
    providers: options.providers ?? (() => []),
  };
  return Object.assign(
    state,
    createNodeEdits(core),
    createModelEdits(core),
    createWireEdits(core),
    createArrangeEdits(core),
    createClipEdits(core),
    createFileEdits(core),
  );
}
