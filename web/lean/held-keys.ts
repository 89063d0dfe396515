/** What Svelte Flow's store keeps of held keys. */
export interface HeldKeys {
  selectionRect: unknown;
  selectionKeyPressed: boolean;
  multiselectionKeyPressed: boolean;
  panActivationKeyPressed: boolean;
  zoomActivationKeyPressed: boolean;
}

type HeldKey = Exclude<keyof HeldKeys, 'selectionRect'>;

/** Which keys are asked for; names as in `KeyboardEvent.key`. */
export interface AskedKeys {
  readonly selectionKey?: string;
  readonly multiSelectionKey?: string | readonly string[];
  readonly panActivationKey?: string;
  readonly zoomActivationKey?: string;
}

/**
 * What each key holds, with Svelte Flow's own choice for what is not asked for.
 * @param userAgent of the browser: on a Mac, Meta does what Control does elsewhere.
 */
export function heldKeys(asked: AskedKeys, userAgent: string): Readonly<Record<string, readonly HeldKey[]>> {
  const control = userAgent.includes('Mac') ? 'Meta' : 'Control';
  const wanted: readonly (readonly [HeldKey, string | readonly string[]])[] = [
    ['selectionKeyPressed', asked.selectionKey ?? 'Shift'],
    ['multiselectionKeyPressed', asked.multiSelectionKey ?? control],
    ['panActivationKeyPressed', asked.panActivationKey ?? ' '],
    ['zoomActivationKeyPressed', asked.zoomActivationKey ?? control],
  ];
  const found: Record<string, HeldKey[]> = {};
  for (const [name, keys] of wanted) for (const key of [keys].flat()) (found[key] ??= []).push(name);
  return found;
}
