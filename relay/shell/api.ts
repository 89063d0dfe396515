import { httpPolicy } from '../http/http-policy.ts';
import { listProvidersWithCustomModels } from '../providers/list-custom-models.ts';
import { platformFetch, platformTimers } from '../providers/outbound-platform.ts';
import type { ApiContext } from './api-access.ts';
import { answerFlows } from './api-flows.ts';
import { answerOperator } from './api-operator.ts';
import { answerRings } from './api-rings.ts';
import { answerRuns } from './api-runs.ts';
import { jsonResponse, REFUSALS } from './json-response.ts';

/** Everything under /api. Whatever needs a token names its route, and ROUTE_ACTIONS says what that route asks for. */
export async function answerApi(context: ApiContext, request: Request): Promise<Response> {
  const [, , what = '', ...parts] = new URL(request.url).pathname.split('/');
  if (what === 'flows') return answerFlows(context, request, parts);
  if (what === 'runs') return answerRuns(context, request, parts);
  if (what === 'rings') return answerRings(context, request, parts);
  if (what === 'operator') return answerOperator(context, request, parts);
  if (what === 'providers' && request.method === 'GET' && parts.length === 0) return providers(context);
  return REFUSALS.notFound();
}

async function providers({ environment }: ApiContext): Promise<Response> {
  const ports = { fetch: platformFetch, timers: platformTimers };
  const httpHosts = httpPolicy(environment).hosts;
  return jsonResponse({ providers: await listProvidersWithCustomModels(environment, ports), httpHosts });
}
