import { waitingFields } from '../../node-kit/waiting-fields.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';

/** What a new node asks for. Whether a form can be asked is looked at before a run (check.ts). */
const SAMPLE_SCHEMA = `{
  "type": "object",
  "properties": {
    "answer": { "type": "string", "title": "Your answer", "format": "multi-line" }
  },
  "required": ["answer"]
}`;

export const definition = defineNode({
  type: 'humanInput',
  title: 'Form',
  about: 'Waits until a person has filled in a form, and hands on what was entered.',
  group: 'steer',
  kind: 'task',
  icon: 'hand',
  keywords: ['human', 'input', 'form', 'ask', 'question', 'person', 'fill', 'enter', 'wait'],
  fields: [
    {
      key: 'title',
      label: 'Title',
      type: 'text',
      default: 'Please fill this in',
      maxLength: 200,
      required: true,
    },
    {
      key: 'message',
      label: 'Explanation',
      type: 'textarea',
      default: '',
      maxLength: 8_000,
      face: 'prose',
    },
    {
      key: 'schema',
      label: 'Form',
      help: 'A JSON Schema: texts, choices, numbers, yes or no, lists and parts.',
      type: 'json',
      default: SAMPLE_SCHEMA,
      required: true,
    },
    { key: 'allowSkip', label: 'May leave this branch out', type: 'boolean', default: false },
    ...waitingFields([
      { value: 'fail', label: 'The step fails' },
      { value: 'skip', label: 'The branch is left out' },
      { value: 'submit', label: 'The defaults count' },
    ]),
  ],
  ports: () => ({
    inputs: [{ ...TEXT_IN, label: 'to look at', required: false }],
    outputs: [TEXT_OUT, { id: 'json-out', label: 'JSON', type: 'json' }],
  }),
  outputKeys: ['text', 'json', 'guidance'],
  samples: true,
  leavesMark: true,
  wide: true,
});
