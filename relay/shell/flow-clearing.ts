import type { FlowInput } from '../core/flow/create-flow-room.ts';

interface ClearingPorts {
  /** Whether the flow is gone for everybody. */
  readonly isRemoved: () => boolean;
  /** Resolves when everything given so far is stored. */
  readonly settled: () => Promise<void>;
  /** Drops what is stored of the flow; done again it changes nothing. */
  readonly clear: () => Promise<void>;
}

/**
 * Drops what is stored of a flow that its owner has deleted: once that is stored itself, so that a process that is
 * killed in between knows what to go on with, and once more when the room wakes or ticks.
 */
export function createClearing({ isRemoved, settled, clear }: ClearingPorts) {
  let isCleared = false;
  let isAtWork = false;
  const clearNow = async (): Promise<void> => {
    isAtWork = true;
    try {
      await settled();
      await clear();
      isCleared = true;
    } catch {
      // Storage does not work now: the next input tries again.
    } finally {
      isAtWork = false;
    }
  };
  return Object.freeze({
    /** @returns whether the flow went with this input: the room has to wake once more. */
    after(input: FlowInput): boolean {
      if (!isRemoved() || isAtWork) return false;
      const isAgain = input.type === 'tick' || input.type === 'woke';
      if (isCleared && !isAgain) return false;
      void clearNow();
      return !isAgain;
    },
  });
}
