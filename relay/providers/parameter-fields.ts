import type { ParameterField } from '#shared/protocol/providers.ts';

/** Parameters that several providers share, described once. Keys are the wire names of chat completions. */

export const TOP_P: ParameterField = {
  type: 'number',
  label: 'Top P',
  description:
    'Only the most likely words that together reach this share are considered. Change this or the temperature, not both.',
  default: null,
  required: false,
  min: 0.01,
  max: 1,
  step: 0.01,
};

export const PRESENCE_PENALTY: ParameterField = {
  type: 'number',
  label: 'Presence penalty',
  description: 'Above 0: new topics are preferred. Below 0: what was mentioned is kept to.',
  default: null,
  required: false,
  min: -2,
  max: 2,
  step: 0.1,
};

export const FREQUENCY_PENALTY: ParameterField = {
  type: 'number',
  label: 'Frequency penalty',
  description: 'Above 0: words that came often come less.',
  default: null,
  required: false,
  min: -2,
  max: 2,
  step: 0.1,
};

export const SEED: ParameterField = {
  type: 'number',
  label: 'Seed',
  description: 'The same seed and prompt give the same answer more often.',
  default: null,
  required: false,
  min: 0,
  max: 2_147_483_647,
  step: 1,
};

/** A choice of how hard a model thinks; empty leaves it to the provider. */
export function effortField(levels: readonly string[]): ParameterField {
  return {
    type: 'select',
    label: 'Reasoning effort',
    description: 'How long the model thinks before it answers. Thinking is billed as output.',
    default: '',
    required: false,
    options: [
      { value: '', label: "Provider's default" },
      ...levels.map((level) => ({ value: level, label: level.charAt(0).toUpperCase() + level.slice(1) })),
    ],
  };
}
