import type { JsonObject } from '#shared/json.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { checkComparison } from '../../node-kit/judge/check-comparison.ts';

/** Whether there is what to compare with, and whether it can be. */
export const check = (config: JsonObject): readonly WeftError[] => checkComparison(config);
