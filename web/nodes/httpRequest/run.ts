import type { JsonValue } from '#shared/json.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { configText, type FetchResult, type NodeRunner } from '../../node-kit/types.ts';
import { variableValues } from '../../node-kit/variable-ports.ts';
import { buildRequest } from './build-request.ts';
import { requestTemplate } from './request-template.ts';
import { statusError } from './status-error.ts';

/** One request. An answer whose status says that it did not work fails the node with that status. */
export const run: NodeRunner = async (context) => {
  const template = requestTemplate(context.config);
  if (template.problem !== null) throw new WeftFailure(template.problem);
  const answer = await context.fetch(buildRequest(context.config, variableValues(template, context)));
  if (answer.status < 200 || answer.status > 299) throw new WeftFailure(statusError(answer));
  const wanted = configText(context.config, 'answer');
  if (wanted === 'text') return { text: answer.text };
  const saysJson = /^application\/(.+\+)?json$/.test(answer.mediaType);
  if (wanted !== 'json' && !saysJson) return { text: answer.text };
  const json = parsed(answer.text);
  if (json !== undefined) return { text: answer.text, json };
  if (wanted === 'json') throw noJson(answer);
  if (answer.text !== '')
    context.warn('The server says that this is JSON, but it is not. It goes on as text.');
  return { text: answer.text };
};

function noJson({ url }: FetchResult): WeftFailure {
  const message = `${new URL(url).hostname} answered with something that is no JSON. Read it as text, or ask for JSON.`;
  return new WeftFailure(weftError('http-status', message, { field: 'answer', retryable: true }));
}

/** undefined = no JSON. */
function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // The parser's only way to say that it is none.
    return undefined;
  }
}
