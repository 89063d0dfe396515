import { isObject } from '../is-object.ts';
import { LIMITS } from './limits.ts';

/** Every limit, some of them lower than they are for all. */
export type Limits = { readonly [name in keyof typeof LIMITS]: number };

/**
 * The limits that whoever runs the relay may lower, by name. The others are what both sides must agree on (frames, pages,
 * leases, credit) or say how something works; lowering one at the relay alone would break the browsers.
 */
export const LOWERABLE = [
  ...['personsPerFlow', 'viewersPerRun', 'clientCommandsPerSecond', 'clientCommandBurst'],
  ...['entriesPerRun', 'tailEntries', 'tailAgeMs', 'nodesPerFlow', 'openApprovals'],
  ...['filesPerRun', 'fileBytesPerRun', 'flowPictureBytes', 'flowUploads'],
  ...['callsPerRun', 'callsPerProviderAndFlow', 'callsPerProviderAndRing'],
  ...['headersDeadlineMs', 'pictureHeadersDeadlineMs', 'idleDeadlineMs', 'totalDeadlineMs'],
  ...['responseBytes', 'textOutputBytes'],
  ...['httpResponseBytes', 'httpHeadersDeadlineMs', 'httpIdleDeadlineMs', 'httpTotalDeadlineMs'],
  ...['ratePersonPerMinute', 'rateFlowPerMinute', 'rateProviderPerMinute', 'keyChecksPerMinute'],
  ...['keysPerRing', 'grantsPerRing', 'grantsPerFlow', 'callsPerSlice', 'ledgerRows', 'runRetentionMs'],
] as const satisfies readonly (keyof typeof LIMITS)[];

/** `WEFT_LIMITS` as it was read: what it says wrong is left out of the limits and named in `problem`. */
export interface LoweredLimits {
  readonly limits: Limits;
  /** For whoever runs the relay; null = nothing is wrong. */
  readonly problem: string | null;
}

/**
 * Reads `{"callsPerRun": 2, …}`: whole numbers from 1. Nothing exceeds a limit: a greater number counts as the limit
 * itself.
 */
export function lowerLimits(json: string | undefined): LoweredLimits {
  if (json === undefined || json.trim() === '') return { limits: LIMITS, problem: null };
  const members = membersOf(json);
  if (members === null)
    return {
      limits: LIMITS,
      problem: 'It must be a JSON object of names and numbers, such as {"callsPerRun":2}.',
    };
  const lowered = new Map<string, number>();
  const problems: string[] = [];
  for (const [name, value] of members) {
    if (!isLowerable(name)) problems.push(`“${name}” is no limit that can be lowered`);
    else if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
      problems.push(`“${name}” must be a whole number from 1`);
    else lowered.set(name, Math.min(value, LIMITS[name]));
  }
  const limits = { ...LIMITS, ...Object.fromEntries(lowered) };
  return { limits, problem: problems.length === 0 ? null : `${problems.join('; ')}.` };
}

function isLowerable(name: string): name is (typeof LOWERABLE)[number] {
  return (LOWERABLE as readonly string[]).includes(name);
}

function membersOf(json: string): [string, unknown][] | null {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? Object.entries(value) : null;
  } catch {
    return null;
  }
}
