/** Puts text on the clipboard; false when the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or no secure context: the caller says so, the text can still be selected
  }
}

/**
 * The same for a text that is still on its way, which browsers allow only when they are told at the click. Null = there
 * is nothing to copy after all.
 */
export async function copyTextLater(text: Promise<string | null>): Promise<boolean> {
  const blob = text.then((found) => {
    if (found === null) throw new Error('nothing to copy');
    return new Blob([found], { type: 'text/plain' });
  });
  blob.catch(() => undefined); // told below
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return true;
  } catch {
    // Some browsers take no promises; others refuse what comes late.
    const found = await text.catch(() => null);
    return found !== null && copyText(found);
  }
}
