import { adapterHandle } from '#shared/graph/handles.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { JsonObject } from '#shared/json.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { IMAGE_IN } from '../../node-kit/picture-ports.ts';
import { TEXT_OUT } from '../../node-kit/text-ports.ts';
import type { NodeWiring } from '../../node-kit/types.ts';
import { DEFAULT_VISION_MODEL } from '../../node-kit/vision-model.ts';

export const definition = defineNode({
  type: 'personasReplacer',
  title: 'Personas Replacer',
  about: 'Puts your characters in the place of the people of a prompt or a picture.',
  group: 'picture',
  kind: 'task',
  icon: 'user-round-pen',
  keywords: ['swap', 'person', 'character', 'face', 'who', 'replace'],
  fields: [{ key: 'image', label: 'Picture', type: 'image', default: null }],
  ports: () => ({
    inputs: [{ id: 'text-in', label: 'text', type: 'text' }, IMAGE_IN],
    outputs: [TEXT_OUT],
  }),
  adapters: true,
  outputKeys: ['text'],
  model: DEFAULT_VISION_MODEL,
  check,
});

const ADAPTERS = Array.from({ length: LIMITS.adaptersPerNode }, (_, index) => adapterHandle(index));

function check(config: JsonObject, { wiredInputs }: NodeWiring): readonly WeftError[] {
  const errors: WeftError[] = [];
  if (!ADAPTERS.some((handle) => wiredInputs.has(handle)))
    errors.push(
      weftError('missing-input', 'No character is connected. Pull a thread from a Consistent Character.', {
        field: adapterHandle(0),
      }),
    );
  const isFed =
    wiredInputs.has('text-in') || wiredInputs.has('image-in') || (config['image'] ?? null) !== null;
  if (!isFed)
    errors.push(
      weftError(
        'missing-input',
        'Nothing is connected to “text” or “picture”. Pull a thread to one of them.',
        {
          field: 'image-in',
        },
      ),
    );
  return errors;
}
