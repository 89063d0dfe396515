import { defineNode } from '../../node-kit/define-node.ts';

export const definition = defineNode({
  type: 'consistentCharacter',
  title: 'Consistent Character',
  about: 'A person who looks the same wherever you wire them in.',
  group: 'start',
  kind: 'task',
  icon: 'user-round',
  keywords: ['persona', 'person', 'character', 'face', 'who'],
  fields: [
    {
      key: 'characterName',
      label: 'Name',
      type: 'text',
      default: '',
      placeholder: 'Wren',
      required: true,
      maxLength: 200,
    },
    {
      key: 'characterDescription',
      label: 'Description',
      help: 'Body and face: age, build, hair, eyes, marks. Clothes belong to the scene.',
      type: 'textarea',
      default: '',
      placeholder: 'Eight years old, dark bob, gap tooth, a scar through the left eyebrow',
      face: 'prose',
      required: true,
    },
    { key: 'characterImagePath', label: 'Portrait', type: 'image', default: null },
    {
      key: 'adapterLocked',
      label: 'Stay beside its node',
      help: 'Moves along when the node it feeds is moved.',
      type: 'boolean',
      default: false,
      apart: true,
    },
  ],
  ports: () => ({ inputs: [], outputs: [{ id: 'adapter-out', label: 'persona', type: 'persona' }] }),
  outputKeys: ['personaName', 'personaDescription', 'text'],
});
