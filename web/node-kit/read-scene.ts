import type { JsonObject } from '#shared/json.ts';
import { SCENE_CATEGORIES, SCENE_CHOICES, type SceneCategory } from './scene-choices.ts';

/** Words of the old server for choices that the editor calls otherwise, after normalising. */
const OTHER_NAMES: { readonly [category in SceneCategory]?: { readonly [name: string]: string } } = {
  lighting: { natural: 'natural daylight', soft: 'soft diffused' },
};

/** Comparable form of a choice: the server wrote golden-hour and birds-eye for golden hour and bird's eye. */
function normalise(value: string): string {
  return value
    .trim()
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[-_\s]+/g, ' ');
}

/** The choice that a saved value means, whichever side wrote it; null when neither knows it. */
export function sceneValue(category: SceneCategory, value: string): string | null {
  const wanted = normalise(value);
  const keys: readonly string[] = SCENE_CHOICES[category];
  const other = OTHER_NAMES[category]?.[wanted];
  return other ?? keys.find((key) => normalise(key) === wanted) ?? null;
}

export interface UnknownSceneValue {
  readonly category: SceneCategory;
  readonly value: string;
}

export interface SceneChoices {
  /** What is chosen, in the order of categories, as the form names it. */
  readonly chosen: readonly { readonly category: SceneCategory; readonly value: string }[];
  /** Values that stand for nothing, in the same order; people get to see them. */
  readonly unknown: readonly UnknownSceneValue[];
}

/** Reads the seven choices of a config; '' and 'none' mean that a category is left out. */
export function readScene(config: JsonObject): SceneChoices {
  const chosen: { category: SceneCategory; value: string }[] = [];
  const unknown: UnknownSceneValue[] = [];
  for (const category of SCENE_CATEGORIES) {
    const written = config[category];
    if (typeof written !== 'string' || written.trim() === '' || written.trim() === 'none') continue;
    const value = sceneValue(category, written);
    if (value === null) unknown.push({ category, value: written });
    else chosen.push({ category, value });
  }
  return { chosen, unknown };
}
