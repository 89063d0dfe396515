import { defineNode } from '../../node-kit/define-node.ts';
import { NODE_COLOURS } from '../../node-kit/node-colours.ts';

export const definition = defineNode({
  type: 'group',
  title: 'Group',
  about: 'A frame that keeps steps together and moves them as one.',
  group: 'keep',
  kind: null,
  icon: 'square-dashed',
  keywords: ['frame', 'section', 'together'],
  fields: [
    // A group is called as every node is, by its label in the heading; files may bring a name here.
    { key: 'label', label: 'Label', type: 'text', default: '', maxLength: 200, hidden: true },
    { key: 'color', label: 'Colour', type: 'select', default: 'gray', options: NODE_COLOURS },
  ],
  ports: () => ({ inputs: [], outputs: [] }),
  outputKeys: [],
});
