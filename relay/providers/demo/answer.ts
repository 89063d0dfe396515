import type { JsonObject } from '#shared/json.ts';
import type { TextCallRequest } from '#shared/run/call.ts';
import { detectLanguage } from './detect-language.ts';
import { jsonFromSchema } from './json-from-schema.ts';
import { phrasesFor } from './phrases-for.ts';
import type { Random } from './random.ts';
import { proseOf, readPrompt } from './read-prompt.ts';
import { subjectOf } from './subject.ts';
import type { TaskInput } from './task-input.ts';
import { compress } from './tasks/compress.ts';
import { describe } from './tasks/describe.ts';
import { enhance } from './tasks/enhance.ts';
import { free } from './tasks/free.ts';
import { grammar } from './tasks/grammar.ts';
import { injectPersona } from './tasks/inject-persona.ts';
import { judge } from './tasks/judge.ts';
import { plan } from './tasks/plan.ts';
import { replace } from './tasks/replace.ts';
import { story } from './tasks/story.ts';
import { translate } from './tasks/translate.ts';

const TASKS: { readonly [task: string]: (input: TaskInput) => string } = {
  enhance,
  translate,
  story,
  grammar,
  compress,
  'inject-persona': injectPersona,
  describe,
  replace,
  judge,
  free,
};

/** The demo's whole answer to a call. Pure: the same request has the same answer, always. */
export function answer(request: TextCallRequest, random: Random, pictures: readonly string[] = []): string {
  const { purpose, responseFormat } = request;
  const subject = purpose.subject.trim() === '' ? lastUserText(request) : purpose.subject;
  const language = detectLanguage(subject);
  const phrases = phrasesFor(language);
  if (responseFormat !== undefined && purpose.task === 'plan')
    return JSON.stringify({ steps: plan(subject, mostSteps(responseFormat.schema)) }, null, 2);
  if (responseFormat !== undefined) {
    const { material } = readPrompt(subject);
    const text = proseOf(material === '' ? subject : material);
    const source = { subject: text, words: subjectOf(text, phrases), phrases, random };
    return JSON.stringify(jsonFromSchema(responseFormat.schema, source), null, 2);
  }
  const task = (Object.hasOwn(TASKS, purpose.task) ? TASKS[purpose.task] : undefined) ?? free;
  const system = systemText(request);
  return task({ subject, details: purpose.details, language, phrases, random, system, pictures });
}

const STEPS = 5;

/** How many steps the schema of a plan takes. */
function mostSteps(schema: JsonObject): number {
  const properties = schema['properties'] as { readonly steps?: { readonly maxItems?: unknown } } | undefined;
  const most = properties?.steps?.maxItems;
  return typeof most === 'number' && most >= 1 ? most : STEPS;
}

function lastUserText(request: TextCallRequest): string {
  const last = request.messages.findLast((message) => message.role === 'user');
  return textOf(last === undefined ? [] : [last]);
}

function systemText(request: TextCallRequest): string {
  return textOf(request.messages.filter((message) => message.role === 'system'));
}

function textOf(messages: TextCallRequest['messages']): string {
  return messages
    .flatMap((message) => message.content)
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n\n');
}
