import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { JsonObject } from '#shared/json.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { IMAGE_OUT } from '../../node-kit/picture-ports.ts';
import { TEXT_OUT } from '../../node-kit/text-ports.ts';

const SIDE = {
  type: 'number',
  default: null,
  min: LIMITS.pictureSideMin,
  max: LIMITS.pictureSideMax,
  step: 1,
  unit: 'px',
} as const;

export const definition = defineNode({
  type: 'imageGenerator',
  title: 'Image Generator',
  about: 'Makes a picture of a prompt.',
  group: 'picture',
  kind: 'task',
  icon: 'image',
  keywords: ['picture', 'paint', 'draw', 'photo', 'flux', 'illustration'],
  fields: [
    {
      key: 'prompt',
      label: 'Prompt',
      help: 'Used when nothing is connected to “prompt”.',
      type: 'textarea',
      default: '',
      placeholder: 'A lighthouse at dusk, watercolor',
      face: 'prose',
      required: true,
      orPort: 'text-in',
    },
    { key: 'width', label: 'Width', help: 'Empty = as the model likes it.', ...SIDE },
    { key: 'height', label: 'Height', help: 'Set both or neither.', ...SIDE },
  ],
  ports: () => ({
    inputs: [{ id: 'text-in', label: 'prompt', type: 'text' }],
    outputs: [IMAGE_OUT, TEXT_OUT],
  }),
  outputKeys: ['image', 'text'],
  model: {
    kind: 'image',
    provider: 'fireworks',
    model: 'flux-kontext-pro',
    temperature: 0.7,
    maxOutputTokens: 2_500,
  },
  check: halfSize,
});

function halfSize(config: JsonObject): readonly WeftError[] {
  const [width, height] = [config['width'] ?? null, config['height'] ?? null];
  if ((width === null) === (height === null)) return [];
  const [field, label] = width === null ? ['width', 'Width'] : ['height', 'Height'];
  return [weftError('missing-input', `“${label}” is empty. Set width and height, or neither.`, { field })];
}
