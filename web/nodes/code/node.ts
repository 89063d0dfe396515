import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError } from '#shared/run/errors.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';
import { configText } from '../../node-kit/types.ts';

const SAMPLE_CODE = `export default function (input) {
  // input.text: all that came in as one text
  // input.json: the first JSON that came in, or null
  // input.items: one { text, json } for each thread
  return input.text.toUpperCase();
}`;

/** Its whole syntax is looked at when it runs: that needs the interpreter. */
const EXPORT = /\bexport\s+default\b|\bas\s+default\b/;

export const definition = defineNode({
  type: 'code',
  title: 'Code',
  about: 'Runs a small JavaScript function of your own, shut in: no network, no clock, no page.',
  group: 'steer',
  kind: 'task',
  icon: 'code',
  keywords: ['javascript', 'js', 'function', 'script', 'program', 'compute', 'transform', 'json'],
  fields: [
    {
      key: 'code',
      label: 'JavaScript',
      help: 'A function that is exported as default. It gets “input” and returns a text or anything JSON can hold.',
      type: 'textarea',
      default: SAMPLE_CODE,
      maxLength: LIMITS.codeCharacters,
      face: 'mono',
      required: true,
    },
  ],
  ports: () => ({
    inputs: [{ ...TEXT_IN, label: 'input', type: 'any', required: false }],
    outputs: [TEXT_OUT, { id: 'json-out', label: 'JSON', type: 'json' }],
  }),
  outputKeys: ['text', 'json'],
  runsOwnCode: true,
  effect: 'code',
  wide: true,
  check(config) {
    const code = configText(config, 'code');
    if (code.trim() === '' || EXPORT.test(code)) return [];
    const message = 'Nothing is exported. Begin the function with “export default function (input) {”.';
    return [weftError('invalid-config', message, { field: 'code' })];
  },
});
