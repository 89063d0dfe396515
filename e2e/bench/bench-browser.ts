import { chromium, type Browser } from 'playwright';
import { CHROMIUM_ARGUMENTS } from '../chromium-arguments.ts';
import { findBrowser } from '../find-browser.mjs';

/** Headless Chromium as all benches use it: no GPU, nothing in the background. */
export function launchBenchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...CHROMIUM_ARGUMENTS],
  });
}
