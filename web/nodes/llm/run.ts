import type { JsonObject } from '#shared/json.ts';
import { WeftFailure } from '#shared/run/errors.ts';
import { askModel } from '../../node-kit/ask-model.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { parseTemplate, renderTemplate } from '../../node-kit/template-variables.ts';
import { configText, type NodeRunner, type RunContext } from '../../node-kit/types.ts';
import { variableValues } from '../../node-kit/variable-ports.ts';
import { createAnswerChecker } from './check-answer.ts';
import { readJsonSchema } from './json-schema.ts';
import { freeWish } from './prompt.ts';

/** One call. With a schema the answer is checked: output json, and the same as text. */
export const run: NodeRunner = async (context) => {
  const { config, guidance } = context;
  const prompt = filledPrompt(context);
  const read = readJsonSchema(configText(config, 'jsonSchema'));
  if (!read.ok) throw new WeftFailure(read.error);
  const { schema } = read;
  const checkAnswer = schema === null ? null : createAnswerChecker(schema);
  const wish = freeWish({
    system: configText(config, 'system'),
    prompt,
    guidance,
    temperature: numberOf(config, 'temperature'),
    maxOutputTokens: numberOf(config, 'maxOutputTokens'),
    schema,
  });
  const answer = await askModel(context, wish);
  if (checkAnswer === null) return { text: answer };
  const json = checkAnswer(answer);
  return { text: JSON.stringify(json, null, 2), json };
};

/** The prompt with its variables filled in; without variables, what came in stands below it. */
function filledPrompt(context: RunContext): string {
  const template = parseTemplate(configText(context.config, 'prompt'), 'prompt');
  if (template.problem !== null) throw new WeftFailure(template.problem);
  const own = renderTemplate(template, variableValues(template, context)).trim();
  const parts = template.names.length > 0 ? [own] : [own, context.inputs.text.trim()];
  const prompt = parts.filter((part) => part !== '').join('\n\n');
  if (prompt === '') throw missingInput('prompt', '“Prompt” is empty. Write what the model should do.');
  return prompt;
}

function numberOf(config: JsonObject, key: string): number | null {
  const value = config[key];
  return typeof value === 'number' ? value : null;
}
