import type * as Party from 'partykit/server';
import { isAllowedHost, isAllowedOrigin } from './auth/request-origin.ts';
import { answerApi } from './shell/api.ts';
import { appShell, isAppPath, isLookedAt } from './shell/app-shell.ts';
import { readEnvironment } from './shell/environment.ts';
import { guarded, jsonResponse, REFUSALS } from './shell/json-response.ts';
import { metricsText } from './shell/metrics.ts';
import { rememberParties } from './shell/parties.ts';

const VERSION = '0.1.0';
const SAFE_METHODS = ['GET', 'HEAD'];

/** The front door: the app's page, the API, health and counters. It keeps nothing. */
export default class MainParty implements Party.Server {
  static onFetch(request: Party.Request, lobby: Party.FetchLobby): Promise<Response> {
    return guarded(() => route(request as unknown as Request, lobby));
  }

  /** This party has no rooms. */
  static onBeforeRequest(): Response {
    return REFUSALS.notFound();
  }

  static onBeforeConnect(): Response {
    return REFUSALS.notFound();
  }
}

async function route(request: Request, lobby: Party.FetchLobby): Promise<Response> {
  const environment = readEnvironment(lobby.env);
  const { pathname } = new URL(request.url);
  if (pathname === '/health') return jsonResponse({ ok: true, version: VERSION });
  const allowed = environment['WEFT_ALLOWED_HOSTS'];
  const host = request.headers.get('host');
  const origin = SAFE_METHODS.includes(request.method) ? null : request.headers.get('origin');
  if (!isAllowedHost(host, allowed) || !isAllowedOrigin(origin, allowed)) return REFUSALS.notAllowed();
  if (pathname === '/metrics') return metrics();
  if (pathname.startsWith('/api/')) {
    const parties = rememberParties(() => lobby.parties) ?? lobby.parties;
    return answerApi({ environment, parties }, request);
  }
  const isPage = isAppPath(pathname) || isLookedAt(request.headers);
  if (SAFE_METHODS.includes(request.method) && isPage) return appShell(lobby, host ?? '', pathname);
  return REFUSALS.notFound();
}

function metrics(): Response {
  return new Response(metricsText(), {
    headers: { 'content-type': 'text/plain; version=0.0.4', 'cache-control': 'no-store' },
  });
}
