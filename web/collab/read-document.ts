import type { FlowDocument } from '#shared/graph/document.ts';
import { createFlowDoc } from './document.ts';

/** The flow that an update of a whole document holds. @throws RangeError or Error when the bytes are no update. */
export function readDocument(flowId: string, update: Uint8Array): FlowDocument {
  const doc = createFlowDoc(flowId);
  try {
    doc.applyUpdate(update);
    return doc.snapshot();
  } finally {
    doc.close();
  }
}
