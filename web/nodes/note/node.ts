import { defineNode } from '../../node-kit/define-node.ts';
import { NODE_COLOURS } from '../../node-kit/node-colours.ts';

export const definition = defineNode({
  type: 'note',
  title: 'Note',
  about: 'A remark for the people who read the flow. It never runs.',
  group: 'keep',
  kind: null,
  icon: 'sticky-note',
  keywords: ['comment', 'remark', 'sticky'],
  fields: [
    {
      key: 'text',
      label: 'Text',
      type: 'textarea',
      default: '',
      placeholder: 'What should people know here?',
      face: 'prose',
    },
    { key: 'color', label: 'Colour', type: 'select', default: 'amber', options: NODE_COLOURS },
  ],
  ports: () => ({ inputs: [], outputs: [] }),
  outputKeys: [],
});
