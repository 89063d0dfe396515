import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { isListedHost } from '#shared/run/http-hosts.ts';
import { parseTemplate } from '../../node-kit/template-variables.ts';
import { configText, type NodeWiring } from '../../node-kit/types.ts';
import { templateProblems } from '../../node-kit/variable-ports.ts';
import { fillJson, isJson } from './fill-gaps.ts';
import { readHeaders } from './read-headers.ts';
import { requestTemplate } from './request-template.ts';

/** Whether the relay would make this request, as far as it stands written. */
export function check(config: JsonObject, wiring: NodeWiring): readonly WeftError[] {
  const template = requestTemplate(config);
  const headers = readHeaders(configText(config, 'headers'));
  return [
    ...templateProblems(template, template.problem?.field ?? 'url', wiring),
    ...addressProblems(configText(config, 'url'), wiring.httpHosts),
    ...('code' in headers ? [headers] : []),
    ...bodyProblems(config),
  ];
}

function addressProblems(url: string, hosts: readonly string[] | undefined): WeftError[] {
  const problem = (
    message: string,
    code: 'host-refused' | 'invalid-config' = 'host-refused',
  ): WeftError[] => [weftError(code, message, { field: 'url' })];
  if (hosts?.length === 0)
    return problem(
      'This relay asks no servers for flows. Whoever runs it can list hosts in WEFT_HTTP_HOSTS.',
    );
  const host = hostOf(url.trim());
  if (host === null) return [];
  if (host === '')
    return problem('That is no address. Write one that begins with https://.', 'invalid-config');
  if (hosts === undefined || isListedHost(hosts, host)) return [];
  const known = hosts.length > 5 ? `${hosts.slice(0, 5).join(', ')} and others` : hosts.join(', ');
  return problem(
    `This relay does not ask “${host}”. It asks ${known}; whoever runs it can add to WEFT_HTTP_HOSTS.`,
  );
}

/** '' = no address over https; null = not to be said before its gaps are filled, or nothing is written. */
function hostOf(url: string): string | null {
  const [, host] = /^https:\/\/([^/?#]*)/i.exec(url) ?? [];
  if (url === '' || url.startsWith('{{') || host?.includes('{{') === true) return null;
  try {
    return host === undefined ? '' : new URL(`https://${host}`).hostname;
  } catch {
    // What stands where a host should is none.
    return '';
  }
}

function bodyProblems(config: JsonObject): WeftError[] {
  const body = configText(config, 'body');
  const problem = (message: string): WeftError[] => [weftError('invalid-config', message, { field: 'body' })];
  if (body.trim() === '') return [];
  if (configText(config, 'method') === 'GET')
    return problem('GET sends no body. Choose POST, or empty the body.');
  if (configText(config, 'bodyIs') !== 'json') return [];
  const template = parseTemplate(body, 'body');
  // Between quotes and elsewhere, a number can stand in for whatever will come.
  const sample = new Map(template.names.map((name) => [name, '0']));
  if (isJson(fillJson(template, sample))) return [];
  return problem('The body is not JSON. Mend it, or say that it is plain text.');
}
