import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { parseTemplate, type Template } from '../../node-kit/template-variables.ts';
import { TEXT_OUT } from '../../node-kit/text-ports.ts';
import { configText, type NodePorts, type NodeWiring } from '../../node-kit/types.ts';
import { templateProblems, variablePorts } from '../../node-kit/variable-ports.ts';
import { readJsonSchema } from './json-schema.ts';

const promptOf = (config: JsonObject): Template => parseTemplate(configText(config, 'prompt'), 'prompt');

/** A port per variable; without variables one port whose text is put below the prompt. */
function ports(config: JsonObject): NodePorts {
  const variables = variablePorts(promptOf(config));
  const structured = configText(config, 'jsonSchema').trim() !== '';
  return {
    inputs: variables.length > 0 ? variables : [{ id: 'text-in', label: 'text', type: 'text' }],
    outputs: structured ? [TEXT_OUT, { id: 'json-out', label: 'JSON', type: 'json' }] : [TEXT_OUT],
  };
}

function check(config: JsonObject, wiring: NodeWiring): readonly WeftError[] {
  const template = promptOf(config);
  const problems = templateProblems(template, 'prompt', wiring);
  if (template.names.length > 0 && wiring.wiredInputs.has('text-in'))
    problems.push(
      weftError(
        'bad-template',
        'A thread brings text that the prompt has no place for. Write {{text}} where it belongs and connect it there.',
        { field: 'prompt' },
      ),
    );
  const schema = readJsonSchema(configText(config, 'jsonSchema'));
  return schema.ok ? problems : [...problems, schema.error];
}

export const definition = defineNode({
  type: 'llm',
  title: 'Ask a Model',
  about: 'Your own prompt to any model, with {{variables}} as inputs and JSON as an answer if you want it.',
  group: 'write',
  kind: 'task',
  icon: 'message-circle',
  keywords: ['llm', 'prompt', 'chat', 'gpt', 'json', 'structured', 'free', 'question'],
  fields: [
    {
      key: 'prompt',
      label: 'Prompt',
      help: 'Each {{name}} becomes an input.',
      type: 'textarea',
      default: '',
      placeholder: 'Summarise {{article}} in five lines.',
      face: 'prose',
      required: true,
      orPort: 'text-in',
    },
    {
      key: 'system',
      label: 'System prompt',
      help: 'Who the model is and how it should answer.',
      type: 'textarea',
      default: '',
      placeholder: 'You are a careful editor.',
      face: 'prose',
    },
    {
      key: 'temperature',
      label: 'Temperature',
      help: 'Low is steady, high is surprising.',
      type: 'number',
      default: DEFAULT_TEXT_MODEL.temperature,
      min: 0,
      max: 2,
      step: 0.05,
    },
    {
      key: 'maxOutputTokens',
      label: 'Longest answer',
      type: 'number',
      default: DEFAULT_TEXT_MODEL.maxOutputTokens,
      min: 1,
      max: 200_000,
      step: 1,
      unit: 'tokens',
    },
    {
      key: 'jsonSchema',
      label: 'Answer as JSON',
      help: 'A JSON Schema. The answer is checked against it.',
      type: 'json',
      default: '',
      placeholder: '{ "type": "object", "properties": { "title": { "type": "string" } } }',
    },
  ],
  ports,
  outputKeys: ['text', 'json'],
  model: DEFAULT_TEXT_MODEL,
  check,
  wide: true,
});
