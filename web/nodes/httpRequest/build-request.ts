import type { JsonObject } from '#shared/json.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { refusedHeader } from '#shared/run/http-headers.ts';
import { HTTP_METHODS } from '#shared/run/http-call.ts';
import { parseTemplate, renderTemplate } from '../../node-kit/template-variables.ts';
import { configText, type FetchWish } from '../../node-kit/types.ts';
import { fillAddress, fillForm, fillJson, isJson, unfit } from './fill-gaps.ts';
import { cannotBeSent, readHeaders } from './read-headers.ts';

type Values = ReadonlyMap<string, string>;

const CONTENT_TYPES: { readonly [bodyIs: string]: string } = {
  json: 'application/json',
  text: 'text/plain; charset=utf-8',
  form: 'application/x-www-form-urlencoded',
};

/** The request that the form describes, with what came in. @throws WeftFailure naming the field that does not fit */
export function buildRequest(config: JsonObject, values: Values): FetchWish {
  const written = configText(config, 'method');
  const method = HTTP_METHODS.find((known) => known === written) ?? 'GET';
  const url = fillAddress(parseTemplate(configText(config, 'url'), 'url'), values);
  const body = method === 'GET' ? '' : filledBody(config, values);
  const headers = filledHeaders(configText(config, 'headers'), values);
  const contentType = CONTENT_TYPES[configText(config, 'bodyIs')];
  const typed =
    body !== '' && contentType !== undefined ? { 'content-type': contentType, ...headers } : headers;
  return { method, url, headers: typed, ...(body === '' ? {} : { body }) };
}

function filledHeaders(text: string, values: Values): Record<string, string> {
  const headers = readHeaders(text);
  if ('code' in headers) throw new WeftFailure(headers);
  const filled = headers.map(({ name, value }) => {
    for (const gap of value.names)
      if (/[\r\n\0]/.test((values.get(gap) ?? '').trim())) throw unfit(gap, 'in a header', 'headers');
    const trimmed = new Map([...values].map(([gap, words]) => [gap, words.trim()]));
    return [name, renderTemplate(value, trimmed).trim()] as const;
  });
  const record = Object.fromEntries(filled);
  const refused = refusedHeader(record);
  if (refused !== null) throw new WeftFailure(cannotBeSent(refused));
  return record;
}

function filledBody(config: JsonObject, values: Values): string {
  const template = parseTemplate(configText(config, 'body'), 'body');
  switch (configText(config, 'bodyIs')) {
    case 'form':
      return fillForm(template, values);
    case 'text':
      return renderTemplate(template, values);
    default: {
      const body = fillJson(template, values).trim();
      if (body === '' || isJson(body)) return body;
      const message =
        'With what came in the body is not JSON. Look at the quotes, or say that it is plain text.';
      throw new WeftFailure(weftError('invalid-config', message, { field: 'body' }));
    }
  }
}
