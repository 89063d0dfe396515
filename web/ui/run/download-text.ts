import { downloadBlob } from './download-blob.ts';

/** Hands a text to the browser as a file to keep. */
export function downloadText(file: { readonly name: string; readonly text: string }, type: string): void {
  downloadBlob(file.name, new Blob([file.text], { type }));
}
