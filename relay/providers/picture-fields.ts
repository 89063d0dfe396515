import type { ParameterField } from '#shared/protocol/providers.ts';
import { ASPECT_RATIOS } from './picture-size.ts';

/** Parameters of picture models, described once. Keys are the wire names of those who take them. */

/** A choice of fixed sizes; width and height of the node come first. @param sizes as "1024x1536" */
export function sizeField(sizes: readonly string[]): ParameterField {
  const options = sizes.map((size) => ({ value: size, label: size.replace('x', ' × ') }));
  return choice('Size', 'In pixels. Width and height of the node count more, when they are set.', options);
}

export const ASPECT_RATIO: ParameterField = choice(
  'Aspect ratio',
  'Width to height. Width and height of the node count more, when they are set.',
  ASPECT_RATIOS.map((ratio) => ({ value: ratio, label: ratio })),
);

export const PICTURE_SEED: ParameterField = {
  type: 'number',
  label: 'Seed',
  description: 'The same seed and prompt give the same picture more often.',
  default: null,
  required: false,
  min: 0,
  max: 2_147_483_647,
  step: 1,
};

/** How often the picture is worked over. */
export function stepsField(max: number): ParameterField {
  const description = 'More steps take longer and bring more detail.';
  return {
    type: 'number',
    label: 'Steps',
    description,
    default: null,
    required: false,
    min: 1,
    max,
    step: 1,
  };
}

export const GUIDANCE: ParameterField = {
  type: 'number',
  label: 'Guidance',
  description: 'How closely the picture keeps to the prompt.',
  default: null,
  required: false,
  min: 0,
  max: 20,
  step: 0.1,
};

/** A select whose empty value leaves it to the provider. */
export function choice(
  label: string,
  description: string,
  options: readonly { readonly value: string; readonly label: string }[],
): ParameterField {
  const all = [{ value: '', label: "Provider's default" }, ...options];
  return { type: 'select', label, description, default: '', required: false, options: all };
}
