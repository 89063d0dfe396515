import { describe, expect, it } from 'vitest';
import { LIMITS } from './limits.ts';
import { LOWERABLE, lowerLimits } from './lowered-limits.ts';

describe('limits that an operator lowers', () => {
  it('[RM6] are lower where it says so, and never higher', () => {
    expect(lowerLimits('{"callsPerRun":2,"personsPerFlow":100000}')).toEqual({
      limits: { ...LIMITS, callsPerRun: 2 },
      problem: null,
    });
    for (const name of LOWERABLE) {
      expect(lowerLimits(JSON.stringify({ [name]: LIMITS[name] + 1 })).limits[name]).toBe(LIMITS[name]);
      expect(lowerLimits(JSON.stringify({ [name]: 1 })).limits[name]).toBe(1);
    }
  });

  it('are as they are when nothing is said', () => {
    expect(lowerLimits(undefined)).toEqual({ limits: LIMITS, problem: null });
    expect(lowerLimits(' ').problem).toBeNull();
  });

  it.each(['[]', 'null', '2', '{'])('are as they are, with the reason, when %s is said', (json) => {
    expect(lowerLimits(json)).toEqual({ limits: LIMITS, problem: expect.stringContaining('JSON object') });
  });

  it('what is no limit or no number is named and left out, the rest counts', () => {
    const { limits, problem } = lowerLimits(
      '{"callsPerRun":0,"leaseMs":1,"constructor":1,"viewersPerRun":5}',
    );
    expect(limits).toEqual({ ...LIMITS, viewersPerRun: 5 });
    for (const name of ['callsPerRun', 'leaseMs', 'constructor']) expect(problem).toContain(`“${name}”`);
  });
});
