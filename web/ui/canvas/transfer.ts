/** Text that comes in by clipboard or file. */

/** True for text that may be Weft's own JSON: a flow, or nodes copied from one. */
export function flowText(text: string): boolean {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    // Not JSON after all: then it is a person's text that happens to begin with a bracket.
    return false;
  }
}

/** Shortcuts and the clipboard belong to the field while somebody types in one. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role="dialog"]') !== null;
}
