import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { blobRefSchema } from '#shared/run/output.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { IMAGE_OUT } from '../../node-kit/picture-ports.ts';

export const definition = defineNode({
  type: 'imageInput',
  title: 'Image Input',
  about: 'A picture of your own: drop it, paste it or choose a file.',
  group: 'start',
  kind: 'task',
  icon: 'image-up',
  keywords: ['picture', 'photo', 'upload', 'file', 'camera', 'paste'],
  fields: [{ key: 'image', label: 'Picture', type: 'image', default: null, required: true }],
  ports: () => ({ inputs: [], outputs: [IMAGE_OUT] }),
  outputKeys: ['image'],
  check: readable,
});

/** Files of other systems hold their pictures in ways that Weft does not. */
function readable({ image = null }: JsonObject): readonly WeftError[] {
  if (image === null || image === '' || blobRefSchema.safeParse(image).success) return [];
  return [
    weftError('invalid-config', 'This picture cannot be read here. Put it in again.', { field: 'image' }),
  ];
}
