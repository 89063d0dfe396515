import { LIMITS } from '#shared/protocol/limits.ts';
import type { Limits } from '#shared/protocol/lowered-limits.ts';

/** The limits that a run room goes by; tests and operators may lower them, never raise them. */
export type RoomLimits = Limits;

export interface RoomConfig {
  readonly limits: RoomLimits;
  /** Whether a provider's lost calls may simply be repeated (nobody pays). */
  readonly isFree: (providerId: string) => boolean;
  /** What people call a provider; null = it is none, such as a server of the open web. Left out = nobody reads it. */
  readonly labelOf?: (providerId: string) => string | null;
}

/** The limits as they are, with some of them lowered. */
export function roomLimits(lower: Partial<RoomLimits> = {}): RoomLimits {
  return { ...LIMITS, ...lower };
}
