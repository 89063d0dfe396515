import { defineNode } from '../../node-kit/define-node.ts';
import { JSON_OUT } from '../../node-kit/json-ports.ts';
import { TEXT_OUT } from '../../node-kit/text-ports.ts';
import { variablePorts } from '../../node-kit/variable-ports.ts';
import { requestTemplate } from './request-template.ts';

const options = (...pairs: readonly (readonly [value: string, label: string])[]) =>
  pairs.map(([value, label]) => ({ value, label }));

export const definition = defineNode({
  type: 'httpRequest',
  title: 'Web Request',
  about: 'Asks a server of the web and puts out what it answers. No model is asked.',
  group: 'start',
  kind: 'task',
  icon: 'link',
  keywords: [
    'http',
    'https',
    'api',
    'rest',
    'fetch',
    'get',
    'post',
    'url',
    'webhook',
    'internet',
    'download',
    'json',
  ],
  fields: [
    {
      key: 'method',
      label: 'Method',
      type: 'select',
      default: 'GET',
      options: options(
        ['GET', 'GET: ask'],
        ['POST', 'POST: send'],
        ['PUT', 'PUT: put'],
        ['PATCH', 'PATCH: change'],
        ['DELETE', 'DELETE: delete'],
      ),
    },
    {
      key: 'url',
      label: 'Address',
      help: 'Each {{name}} becomes an input. Only hosts that this relay allows are asked.',
      type: 'textarea',
      default: '',
      placeholder: 'https://api.example.com/search?q={{words}}',
      face: 'mono',
      maxLength: 4_000,
      required: true,
    },
    {
      key: 'headers',
      label: 'Headers',
      help: 'One per line. Whoever can open this flow can read them, so write no secrets here.',
      type: 'textarea',
      default: '',
      placeholder: 'Accept: application/json',
      face: 'mono',
      maxLength: 8_000,
    },
    {
      key: 'bodyIs',
      label: 'The body is',
      type: 'select',
      default: 'json',
      shownWhen: { key: 'method', not: ['GET'] },
      options: options(['json', 'JSON'], ['text', 'Plain text'], ['form', 'Form: a=1&b=2']),
    },
    {
      key: 'body',
      label: 'Body',
      help: 'What comes in is written so that it fits in JSON or a form.',
      shownWhen: { key: 'method', not: ['GET'] },
      type: 'textarea',
      default: '',
      placeholder: '{ "text": {{text}} }',
      face: 'mono',
      maxLength: 100_000,
    },
    {
      key: 'answer',
      label: 'Read the answer as',
      type: 'select',
      default: 'auto',
      options: options(['auto', 'What it says it is'], ['text', 'Text'], ['json', 'JSON']),
    },
  ],
  ports: (config) => ({
    inputs: variablePorts(requestTemplate(config)),
    outputs: [TEXT_OUT, JSON_OUT],
  }),
  outputKeys: ['text', 'json'],
  // What a server says may change, and asking may be the point.
  samples: true,
  leavesMark: true,
  effect: 'web',
  wide: true,
});
