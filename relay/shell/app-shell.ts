import type * as Party from 'partykit/server';
import { REFUSALS } from './json-response.ts';

/** Whether a path shows the app: home, a flow, a run. */
export function isAppPath(path: string): boolean {
  return path === '/' || /^\/(?:f|r|r\/local)\/[A-Za-z0-9_-]{1,100}\/?$/.test(path);
}

/** Whether somebody looks at an address in a browser, and no program asks for data. */
export function isLookedAt(headers: Headers): boolean {
  return headers.get('accept')?.includes('text/html') === true;
}

/** The app's page with the headers that static files cannot have (partykit sets none). Of an unknown address it says so. */
export async function appShell(lobby: Party.FetchLobby, host: string, path: string): Promise<Response> {
  const page = await lobby.assets.fetch('/app.html');
  if (page === null || !page.ok) return REFUSALS.notFound();
  return new Response(page.body, { status: isAppPath(path) ? 200 : 404, headers: shellHeaders(host) });
}

function shellHeaders(host: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': contentSecurityPolicy(host),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

/**
 * Scripts from here alone; style attributes are allowed because the canvas places its nodes with them. Svelte makes its
 * templates, and the page its worker, through the trusted-types policies named below. Older Safari needs the sockets
 * named beside 'self'.
 */
function contentSecurityPolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-elem 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html weft-worker weft-pictures',
  ].join('; ');
}
