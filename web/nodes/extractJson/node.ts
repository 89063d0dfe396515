import { defineNode } from '../../node-kit/define-node.ts';
import { JSON_OUT } from '../../node-kit/json-ports.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';

export const definition = defineNode({
  type: 'extractJson',
  title: 'Extract JSON',
  about: 'Finds the JSON in a text, whatever stands around it, and picks a part of it. No model is asked.',
  group: 'write',
  kind: 'task',
  icon: 'filter',
  keywords: ['json', 'parse', 'pick', 'path', 'field', 'object', 'list'],
  fields: [
    {
      key: 'path',
      label: 'Part to take',
      help: 'Empty takes all of it. [0] is the first item, [-1] the last, [*] every one.',
      type: 'text',
      default: '',
      placeholder: 'people[*].name',
      face: 'mono',
      maxLength: 500,
    },
  ],
  ports: () => ({ inputs: [TEXT_IN], outputs: [JSON_OUT, TEXT_OUT] }),
  outputKeys: ['json', 'text'],
});
