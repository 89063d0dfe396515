/** Hands bytes to the browser as a file to keep. */
export function downloadBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the address after this turn of the event loop; a minute is more than it needs.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
