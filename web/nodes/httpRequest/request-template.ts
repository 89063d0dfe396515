import type { JsonObject } from '#shared/json.ts';
import { parseTemplate, type Template } from '../../node-kit/template-variables.ts';
import { configText } from '../../node-kit/types.ts';

const TEMPLATE_FIELDS = ['url', 'headers', 'body'] as const;

/** The gaps of all fields that can have any, each name once; the first mistake of all. It has no text of its own. */
export function requestTemplate(config: JsonObject): Template {
  const templates = TEMPLATE_FIELDS.map((field) => parseTemplate(configText(config, field), field));
  return {
    parts: [],
    names: [...new Set(templates.flatMap(({ names }) => names))],
    problem: templates.find(({ problem }) => problem !== null)?.problem ?? null,
  };
}
