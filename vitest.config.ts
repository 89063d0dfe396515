import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const RUNES = ['web/**/*.svelte.test.ts'];
const PROCESS = [
  'relay/**/*.process.test.ts',
  'e2e/process/**/*.process.test.ts',
  'e2e/sim/**/*.process.test.ts',
];
const SIMULATION = ['e2e/sim/**/*.test.ts'];

export default defineConfig({
  test: {
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      {
        // Plain logic, in Node. Its modules are loaded once for all files: that is half of the work.
        plugins: [svelte()],
        test: {
          name: 'unit',
          environment: 'node',
          isolate: false,
          testTimeout: 20_000,
          include: [
            'shared/**/*.test.ts',
            'relay/**/*.test.ts',
            'web/**/*.test.ts',
            'e2e/architecture/**/*.test.ts',
            'e2e/security/**/*.test.ts',
          ],
          exclude: [...RUNES, ...PROCESS],
        },
      },
      {
        // Classes with runes: effects only run where Svelte resolves to its browser build.
        plugins: [svelte()],
        resolve: { conditions: ['browser', 'module', 'development|production'] },
        test: { name: 'runes', environment: 'happy-dom', include: RUNES },
      },
      {
        // The whole system in one process, in virtual time.
        test: {
          name: 'simulation',
          environment: 'node',
          include: SIMULATION,
          exclude: PROCESS,
          testTimeout: 120_000,
        },
      },
      {
        // The real `partykit dev` with real workerd, one file at a time.
        test: {
          name: 'process',
          environment: 'node',
          include: PROCESS,
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
