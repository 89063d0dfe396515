/**
 * What Yjs uses of lib0's environment: whether a variable asks for more checks while developing. A page has none; the
 * library looks for it in the address and in localStorage (`web/build/lean-libraries.ts` puts this in its place).
 */
export function getVariable(): null {
  return null;
}
