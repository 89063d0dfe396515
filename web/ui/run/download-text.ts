/** Hands a text to the browser as a file to keep. */
export function downloadText(file: { readonly name: string; readonly text: string }, type: string): void {
  const url = URL.createObjectURL(new Blob([file.text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // The browser reads the address after this turn of the event loop; a minute is more than it needs.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
