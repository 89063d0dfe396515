import { expect, test } from 'vitest';
import { runSeeds } from './pool.ts';

/** As many parties as fit, and at least a thousand. */
const SECONDS = 80;
const LEAST_SEEDS = 1_000;

test('[RL1, RL2, RL3, RM1, RM2, RM3, RC2, SC1, SC2, SC3, HO1, HO2, CA1, EX1, AU1, SE1, DO1, RK1, RK3, RK5, RK6, RV2, RV3, RV4, RT1, FI1, FI2, FI3, FR2, FR5, FR9, FR11, AP1, AP3, AP4, AP5, AP9, AG1, AG3, AG4, AG5, AG7, AG9, AG10, IT1, IT3, IT5, RB1, RB2, RB3, RB5, HR1, HR3, HR6, LV1, LV2, LV3, LV4] hold after every step of every seed', async () => {
  const summary = await runSeeds({ from: 1, count: LEAST_SEEDS, seconds: SECONDS, workers: null });
  console.log(summary.line);
  expect(summary.failures).toEqual([]);
  expect(summary.seeds).toBeGreaterThanOrEqual(LEAST_SEEDS);
}, 600_000);
