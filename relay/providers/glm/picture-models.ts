import type { ModelDescription } from '#shared/protocol/providers.ts';
import { sizeField } from '../picture-fields.ts';

/** Sizes that Z.ai recommends (docs.z.ai, "Generate Image"). */
export const GLM_SIZES = [
  '1280x1280',
  '1568x1056',
  '1056x1568',
  '1472x1088',
  '1088x1472',
  '1728x960',
  '960x1728',
];

export const GLM_PICTURE_MODELS: readonly ModelDescription[] = [
  {
    id: 'glm-image',
    label: 'GLM-Image',
    kinds: ['image'],
    contextTokens: 1_000,
    maxOutputTokens: 1,
    price: null,
    parameters: { size: sizeField(GLM_SIZES) },
  },
];
