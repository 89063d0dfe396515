/**
 * What Yjs uses of lib0's logging, in plain words: the library's own brings styles for consoles, and with them parsers
 * and validators, 3 kB of what the editor waits for (`web/build/lean-libraries.ts` puts this in its place).
 */

/** Styles of lib0's logging; here they change nothing. */
export const BOLD = '';
export const UNBOLD = '';
export const ORANGE = '';
export const RED = '';

export function print(...parts: readonly unknown[]): void {
  self.console.debug(...parts.filter((part) => part !== ''));
}

export function warn(...parts: readonly unknown[]): void {
  self.console.debug(...parts);
}
