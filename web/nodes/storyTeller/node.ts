import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';

export const definition = defineNode({
  type: 'storyTeller',
  title: 'Story Teller',
  about: 'Writes a short story from an idea, a different one each time.',
  group: 'write',
  kind: 'task',
  icon: 'book-open',
  keywords: ['story', 'narrative', 'fiction', 'tale', 'book', 'chapter'],
  fields: [
    {
      key: 'idea',
      label: 'Idea',
      help: 'Used when no text comes in.',
      type: 'textarea',
      default: '',
      placeholder: 'A lighthouse keeper who is afraid of the dark',
      face: 'prose',
      required: true,
      orPort: 'text-in',
    },
    {
      key: 'tags',
      label: 'Tags',
      help: 'Styles and moods to weave in.',
      type: 'tags',
      default: '',
      placeholder: 'gentle, night, a little funny',
    },
  ],
  ports: () => ({
    inputs: [{ id: 'text-in', label: 'idea', type: 'text' }],
    outputs: [{ id: 'text-out', label: 'story', type: 'text' }],
  }),
  adapters: true,
  outputKeys: ['text'],
  model: { ...DEFAULT_TEXT_MODEL, model: 'labs-mistral-small-creative', temperature: 0.95 },
  wide: true,
});
