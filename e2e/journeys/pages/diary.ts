import type { BrowserContext, TestInfo } from '@playwright/test';

/** Notes what the browser complains about, and puts it into the report of a test that fails. */
export function keepDiary(context: BrowserContext): (testInfo: TestInfo) => Promise<void> {
  const lines: string[] = [];
  context.on('requestfailed', (request) =>
    lines.push(`failed ${request.method()} ${request.url()}: ${request.failure()?.errorText ?? ''}`),
  );
  context.on('response', (response) => {
    if (response.status() >= 400) lines.push(`${response.status()} ${response.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      lines.push(`${message.type()} ${message.text()}`);
  });
  context.on('weberror', (error) => lines.push(`uncaught ${error.error().stack ?? ''}`));
  return async (testInfo) => {
    if (testInfo.status === testInfo.expectedStatus || lines.length === 0) return;
    await testInfo.attach('diary', { body: lines.join('\n'), contentType: 'text/plain' });
  };
}
