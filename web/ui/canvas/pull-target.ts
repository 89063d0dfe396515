import type { KeyboardPull, PullTarget } from './connect-keyboard.ts';

/** The port that a thread led by keyboard would be tied to now; null when none fits. */
export function chosenTarget(pull: KeyboardPull): PullTarget | null {
  return pull.targets[pull.at] ?? null;
}
