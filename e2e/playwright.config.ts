import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGUMENTS } from './chromium-arguments.ts';

const chromium = process.env['WEFT_CHROMIUM'] || undefined;

/** The journeys, in a real browser against one shared relay; a journey that harms its relay starts one of its own. */
export default defineConfig({
  testDir: './journeys',
  testMatch: '**/*.spec.ts',
  globalSetup: './shared-relay.ts',
  outputDir: '../test-results',
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    // Set by the global setup, before the workers read this file again.
    baseURL: process.env['WEFT_E2E_URL'],
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    screenshot: 'only-on-failure',
    video: 'off',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [...CHROMIUM_ARGUMENTS],
    },
  },
});
