/** The one alarm of a room, for several who want to be woken. */
export interface SharedAlarm {
  /** Takes the place of what the same one wished before. */
  readonly wish: (who: string, at: number) => void;
  /** It rang: wishes that are due are done, the next one is set. */
  readonly rang: () => void;
}

/** @param set sets the platform's alarm, in the place of the one before */
export function createSharedAlarm(now: () => number, set: (at: number) => void): SharedAlarm {
  const wishes = new Map<string, number>();
  let setFor: number | null = null;
  const setNext = (): void => {
    const next = Math.min(...wishes.values());
    if (!Number.isFinite(next) || next === setFor) return;
    setFor = next;
    set(next);
  };
  return Object.freeze({
    wish(who: string, at: number) {
      wishes.set(who, at);
      setNext();
    },
    rang() {
      setFor = null;
      for (const [who, at] of wishes) if (at <= now()) wishes.delete(who);
      setNext();
    },
  });
}
