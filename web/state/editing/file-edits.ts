import type { FlowDocument } from '#shared/graph/document.ts';
import type { LoadResult } from '#shared/graph/load.ts';
import { flowFileName, flowFileText } from '#shared/graph/save.ts';
import { weftError } from '#shared/run/errors.ts';
import type { EditorCore } from './editor-core.ts';
import { loadReading } from './load-reading.ts';

/** The flow as a whole: its name, in and out of files. */
export function createFileEdits(core: EditorCore) {
  return Object.freeze({
    rename(name: string): void {
      const text = name.trim().slice(0, 200);
      if (text !== '') core.edit('Rename flow', (write) => write.setName(text));
    },
    exportFile(): { readonly name: string; readonly text: string } {
      const { document } = core.lookups();
      return { name: flowFileName(document.name), text: flowFileText(document) };
    },
    /** Puts the file's flow in the place of this one, as one undo step. */
    async importFile(text: string): Promise<LoadResult> {
      if (!core.canEdit())
        return { ok: false, error: weftError('not-allowed', 'You can read this flow, but not change it.') };
      const reading = await loadReading();
      if (!reading.ok) return reading;
      const loaded = reading.readFlowFile(text);
      if (loaded.ok) core.edit('Open file', (write) => write.replace(loaded.document));
      return loaded;
    },
    /** Puts another state of the flow in the place of this one, as one undo step. False for people who may look only. */
    replaceWith(document: FlowDocument, label: string): boolean {
      if (!core.canEdit()) return false;
      core.edit(label, (write) => write.replace(document));
      return true;
    },
  });
}
