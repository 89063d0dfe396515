import { defineNode } from '../../node-kit/define-node.ts';
import { IMAGE_IN, IMAGE_OUT } from '../../node-kit/picture-ports.ts';
import { TEXT_OUT } from '../../node-kit/text-ports.ts';
import { DEFAULT_VISION_MODEL } from '../../node-kit/vision-model.ts';

export const definition = defineNode({
  type: 'imageDescriber',
  title: 'Image Describer',
  about: 'Says in words what a picture shows.',
  group: 'picture',
  kind: 'task',
  icon: 'scan-eye',
  keywords: ['picture', 'photo', 'look', 'see', 'vision', 'caption'],
  fields: [
    { key: 'image', label: 'Picture', type: 'image', default: null, required: true, orPort: 'image-in' },
    {
      key: 'notes',
      label: 'Notes',
      help: 'What to look at, or what you know about the picture.',
      type: 'textarea',
      default: '',
      placeholder: 'Describe the clothes in detail',
      face: 'prose',
    },
  ],
  ports: () => ({ inputs: [IMAGE_IN], outputs: [TEXT_OUT, IMAGE_OUT] }),
  outputKeys: ['text', 'image'],
  model: DEFAULT_VISION_MODEL,
});
