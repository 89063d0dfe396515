import { hashJson } from '../hash.ts';

/** What makes one effect of a runner that effect and no other. */
export interface EffectPlace {
  readonly runId: string;
  readonly nodeId: string;
  /** Empty outside of maps and loops. */
  readonly iterationPath: readonly number[];
  /** Rises only when a person runs the node again. */
  readonly round: number;
  /** n-th effect of the runner, from 0. */
  readonly ordinal: number;
  /** Rises only on a safe retry, from 1. */
  readonly try: number;
}

/** The id of an effect: the same place gives the same id in every tab and after every crash. 32 hex digits. */
export function effectId(place: EffectPlace): string {
  return hashJson([
    place.runId,
    place.nodeId,
    place.iterationPath,
    place.round,
    place.ordinal,
    place.try,
  ]).slice(0, 32);
}
