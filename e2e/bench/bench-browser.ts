import { chromium, type Browser } from 'playwright';
import { findBrowser } from '../find-browser.mjs';

/** Headless Chromium as all benches use it: no GPU, nothing in the background. */
export function launchBenchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
