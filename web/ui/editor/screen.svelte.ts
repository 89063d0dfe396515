/** What is open over the editor, and how wide the window is. */
export class Screen {
  /** CSS px. */
  width: number = $state(globalThis.innerWidth ?? 1440);
  /** On a narrow window the left panel lies over the canvas and starts closed. */
  leftOpen: boolean = $state(false);
  keysOpen: boolean = $state(false);
}
