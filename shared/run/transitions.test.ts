import { describe, expect, it } from 'vitest';
import { FACT_TYPES, type FactType } from './events.ts';
import { mayFollow } from './transitions.ts';
import type { RunPhase } from './state.ts';

const PHASES: readonly RunPhase[] = ['empty', 'running', 'paused', 'cancelled', 'completed', 'failed'];

/** Written by hand from docs/spec/run-states.md, not derived from the code's table. */
const ENDS: readonly FactType[] = ['call.ended', 'cost.updated', 'execution.sealed'];
const EXPECTED: { readonly [phase in RunPhase]: (type: FactType) => boolean } = {
  empty: (type) => type === 'execution.started',
  running: (type) => !['execution.started', 'execution.resumed', 'execution.sealed'].includes(type),
  paused: (type) =>
    !['execution.started', 'execution.paused', 'execution.completed', 'execution.sealed'].includes(type),
  cancelled: (type) => ENDS.includes(type),
  completed: (type) => ENDS.includes(type),
  failed: (type) => ENDS.includes(type),
};

describe('which fact may follow', () => {
  for (const phase of PHASES) {
    it.each(FACT_TYPES.map((type) => [type]))(`in ${phase}: %s`, (type) => {
      expect(mayFollow(phase, false, type)).toBe(EXPECTED[phase](type));
      expect(mayFollow(phase, true, type)).toBe(false);
    });
  }
});
