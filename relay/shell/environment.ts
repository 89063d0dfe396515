import { lowerLimits } from '#shared/protocol/lowered-limits.ts';
import type { RoomConfig, RoomLimits } from '../core/room-config.ts';
import { resolveProvider } from '../providers/resolve-provider.ts';
import type { RelayEnvironment } from '../providers/types.ts';

/** The variables that are texts; the platform types them as unknown. */
export function readEnvironment(environment: Record<string, unknown>): RelayEnvironment {
  const texts = Object.entries(environment).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts) as RelayEnvironment;
}

/** @throws when the relay was started without its signing key: nothing may be signed with a guessable one. */
export function signingKey(environment: RelayEnvironment): string {
  const key = environment['WEFT_SIGNING_KEY'] ?? '';
  if (key.length < 32) throw new Error('WEFT_SIGNING_KEY is missing or too short.');
  return key;
}

/** The limits of this relay: `WEFT_LIMITS` may lower some. What it says wrong was refused at the start and counts for nothing. */
export function operatorLimits(environment: RelayEnvironment): RoomLimits {
  return lowerLimits(environment['WEFT_LIMITS']).limits;
}

export function roomConfig(environment: RelayEnvironment): RoomConfig {
  return {
    limits: operatorLimits(environment),
    isFree: (id) => resolveProvider(id, environment)?.description.free ?? false,
    labelOf: (id) => resolveProvider(id, environment)?.description.label ?? null,
  };
}
