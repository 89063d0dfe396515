/** What is open over the editor, and how wide the window is. */
export class Screen {
  /** CSS px. */
  width: number = $state(globalThis.innerWidth ?? 1440);
  keysOpen: boolean = $state(false);
}
