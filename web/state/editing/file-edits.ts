import { jsonFault } from '#shared/json-fault.ts';
import type { FlowDocument } from '#shared/graph/document.ts';
import { loadFlow, type LoadResult } from '#shared/graph/load.ts';
import { flowFileName, flowFileText } from '#shared/graph/save.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError } from '#shared/run/errors.ts';
import type { EditorCore } from './editor-core.ts';

/** The text of a `.flow.json` as a flow; refused with the reason and the place when it is none. */
export function readFlowFile(text: string): LoadResult {
  if (text.length > LIMITS.flowFileBytes)
    return {
      ok: false,
      error: weftError('not-a-flow', 'This file is too large to be a flow (over 32 MiB).'),
    };
  const fault = jsonFault(text);
  if (fault === null) return loadFlow(JSON.parse(text));
  const place = `line ${fault.line}, column ${fault.column}`;
  const message = `This file is not a flow: it is not JSON from ${place} on. Choose a .flow.json file.`;
  return { ok: false, error: weftError('not-a-flow', message) };
}

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
    importFile(text: string): LoadResult {
      if (!core.canEdit())
        return { ok: false, error: weftError('not-allowed', 'You can read this flow, but not change it.') };
      const loaded = readFlowFile(text);
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
