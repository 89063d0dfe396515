import type { Point } from '#shared/graph/document.ts';
import type { Repair } from '#shared/graph/load.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { weftError } from '#shared/run/errors.ts';
import { clipText, renewed, takeClip, type Clip } from './clip.ts';
import type { EditorCore } from './editor-core.ts';
import { loadReading } from './load-reading.ts';
import { removeThings } from './wire-edits.ts';

/** How far a copy without a place of its own stands from the original, px. */
const COPY_OFFSET = { x: 32, y: 32 } as const;

export type PasteResult =
  | { readonly ok: true; readonly nodeIds: readonly string[]; readonly repairs: readonly Repair[] }
  | { readonly ok: false; readonly error: WeftError };

/** Copies: within the flow, through the clipboard, out of a file. */
export function createClipEdits(core: EditorCore) {
  function copy(): string {
    const clip = takeClip(core.lookups(), core.selectedNodes());
    return clip.nodes.length === 0 ? '' : clipText(clip);
  }

  function add(label: string, clip: Clip): readonly string[] {
    core.edit(label, (write) => {
      for (const node of clip.nodes) write.addNode(node);
      for (const edge of clip.edges) write.addEdge(edge);
    });
    const ids = clip.nodes.map((node) => node.id);
    core.select({ nodes: ids });
    return ids;
  }

  return Object.freeze({
    copy,
    cut(): string {
      const text = copy();
      if (text !== '')
        core.edit('Cut', (write) => removeThings(core.lookups(), write, core.selectedNodes(), new Set()));
      return text;
    },
    async paste(text: string, at?: Point): Promise<PasteResult> {
      if (!core.canEdit())
        return { ok: false, error: weftError('not-allowed', 'You can read this flow, but not change it.') };
      const reading = await loadReading();
      if (!reading.ok) return reading;
      const read = reading.readClip(text);
      if (!read.ok) return read;
      const error = reading.refusedSteps(read.clip.nodes, core.lookups().document.nodes);
      if (error !== null) return { ok: false, error };
      const clip = renewed(read.clip, core.newId, at ? { at } : { offset: COPY_OFFSET });
      return { ok: true, nodeIds: add('Paste', clip), repairs: read.repairs };
    },
    /** Copies of the selection beside it, groups with their contents; their ids. */
    duplicate(): readonly string[] {
      const clip = takeClip(core.lookups(), core.selectedNodes());
      if (clip.nodes.length === 0 || !core.canEdit()) return [];
      return add('Duplicate', renewed(clip, core.newId, { offset: COPY_OFFSET }));
    },
  });
}
