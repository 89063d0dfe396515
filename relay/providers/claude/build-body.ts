import type { MessageCreateParamsStreaming, Tool } from '@anthropic-ai/sdk/resources/messages';
import type { TextCallRequest } from '#shared/run/call.ts';
import type { Pictures } from '../load-pictures.ts';
import { convertMessages } from './convert-messages.ts';
import { fitSchema } from './fit-schema.ts';
import { planThinking } from './thinking-plan.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/** Of a model that is not in the list: what all of the current generation give. */
const USUAL_LIMIT_TOKENS = 64_000;

/** The whole request body of a streaming message. Pure: pictures are loaded before. */
export function buildBody(
  request: TextCallRequest,
  parameters: Parameters,
  pictures: Pictures,
  modelLimit: number = USUAL_LIMIT_TOKENS,
): MessageCreateParamsStreaming {
  const { system, messages } = convertMessages(request.messages, pictures);
  const chosen = typeof parameters['thinking_budget'] === 'number' ? parameters['thinking_budget'] : 0;
  const { maxTokens, thinking, takesTemperature } = planThinking(request, chosen, modelLimit);
  const tools = toolsOf(request);
  return {
    model: request.model,
    max_tokens: maxTokens,
    messages,
    stream: true,
    ...(system === '' ? {} : { system }),
    ...(tools.length === 0 ? {} : { tools }),
    ...(takesTemperature && request.temperature !== undefined
      ? { temperature: Math.min(request.temperature, 1) }
      : {}),
    ...thinking,
    ...outputConfigOf(request, parameters),
  };
}

function toolsOf(request: TextCallRequest): Tool[] {
  return (request.tools ?? []).map(({ name, description, parameters }) => ({
    name,
    description,
    input_schema: { properties: {}, ...parameters, type: 'object' },
  }));
}

function outputConfigOf(
  request: TextCallRequest,
  parameters: Parameters,
): Pick<MessageCreateParamsStreaming, 'output_config'> {
  const effort = parameters['effort'] as 'low' | 'medium' | 'high' | 'xhigh' | 'max' | undefined;
  const schema = request.responseFormat?.schema;
  if (effort === undefined && schema === undefined) return {};
  return {
    output_config: {
      ...(effort === undefined ? {} : { effort }),
      ...(schema === undefined ? {} : { format: { type: 'json_schema', schema: fitSchema(schema) } }),
    },
  };
}
