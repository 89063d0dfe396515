import { describe, expect, it } from 'vitest';
import { LIMITS } from '#shared/protocol/limits.ts';
import { callLimits } from './call-limits.ts';
import { PROVIDER_MODULES } from './registry.ts';

const MINUTE_MS = 60_000;
const WAITS = { headersMs: 5 * MINUTE_MS, idleMs: 4 * MINUTE_MS, totalMs: 14 * MINUTE_MS };

describe('how long a call may take', () => {
  it('is the same for all models that say nothing of it, longer until a picture is there', () => {
    expect(callLimits()).toMatchObject({
      headersDeadlineMs: MINUTE_MS,
      idleDeadlineMs: MINUTE_MS / 2,
      totalDeadlineMs: 10 * MINUTE_MS,
    });
    expect(callLimits({}, { kind: 'image' }).headersDeadlineMs).toBe(3 * MINUTE_MS);
  });

  it('[RK10] is longer where the model’s description says so, never shorter', () => {
    expect(callLimits({}, { deadlines: WAITS })).toMatchObject({
      headersDeadlineMs: WAITS.headersMs,
      idleDeadlineMs: WAITS.idleMs,
      totalDeadlineMs: WAITS.totalMs,
    });
    expect(callLimits({}, { deadlines: { idleMs: 1 } }).idleDeadlineMs).toBe(LIMITS.idleDeadlineMs);
  });

  it('[RM6] is what whoever runs the relay has lowered it to, whatever a description says', () => {
    const operator = '{"idleDeadlineMs":1000,"responseBytes":5000}';
    const limits = callLimits({}, { deadlines: WAITS, operator });
    expect(limits).toMatchObject({
      idleDeadlineMs: 1_000,
      totalDeadlineMs: WAITS.totalMs,
      responseBytes: 5_000,
    });
  });

  it('[RK10] thinking models of a list may be silent for minutes, and none holds its turn for longer than a turn lasts', () => {
    const models = PROVIDER_MODULES.flatMap(({ description }) => description.models);
    const patient = models.filter(({ deadlines }) => deadlines !== undefined);
    expect(patient.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['gpt-5.4', 'gpt-5.4-mini', 'claude-opus-5-5']),
    );
    for (const { deadlines } of patient) expect(deadlines?.totalMs).toBeLessThan(LIMITS.turnLapseMs);
  });
});
