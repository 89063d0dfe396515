import type { IsOpen } from '#shared/run/select-outline.ts';

/** Which lines of one list of steps are open; none until somebody opens them. */
export interface OpenLines {
  readonly has: IsOpen;
  readonly set: (keys: readonly string[], isOpen: boolean) => void;
  /** Opens or closes a line by arrow; true when the key was one of them. */
  readonly onkey: (event: KeyboardEvent, key: string) => boolean;
}

export function createOpenLines(): OpenLines {
  let open = $state.raw<ReadonlySet<string>>(new Set());
  function set(keys: readonly string[], isOpen: boolean): void {
    if (keys.every((key) => open.has(key) === isOpen)) return;
    const next = new Set(open);
    for (const key of keys)
      if (isOpen) next.add(key);
      else next.delete(key);
    open = next;
  }
  return Object.freeze({
    has: (key: string) => open.has(key),
    set,
    onkey(event: KeyboardEvent, key: string): boolean {
      if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return false;
      event.preventDefault();
      event.stopPropagation();
      set([key], event.key === 'ArrowRight');
      return true;
    },
  });
}
