import type { BrowserContext } from '@playwright/test';

/** What a page must not do: ask another host, open a dialog, run what it was given, or try what its policy forbids. */
export async function watchPage(
  context: BrowserContext,
  baseURL: string | undefined,
): Promise<readonly string[]> {
  const seen: string[] = [];
  const home = new URL(baseURL ?? '').host;
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http') && host !== home) seen.push(`asked ${request.url()}`);
  });
  context.on('dialog', (dialog) => seen.push(`dialog ${dialog.message()}`));
  await context.exposeBinding('tellTest', (_source, what: string) => void seen.push(what));
  await context.addInitScript(() => {
    const tell = (globalThis as unknown as { tellTest: (what: string) => void }).tellTest;
    Object.defineProperty(globalThis, 'broken', { set: () => tell('code ran'), configurable: false });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      tell(`tried ${violatedDirective} ${blockedURI}`),
    );
  });
  return seen;
}
