import type { JsonObject } from '#shared/json.ts';
import { SCENE_BLOCKS, SCENE_CATEGORIES, type SceneCategory } from './scene-blocks.ts';

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

/** The key of SCENE_BLOCKS that a saved value means, whichever side wrote it; null when neither knows it. */
export function sceneValue(category: SceneCategory, value: string): string | null {
  const wanted = normalise(value);
  const keys = Object.keys(SCENE_BLOCKS[category]);
  const other = OTHER_NAMES[category]?.[wanted];
  return other ?? keys.find((key) => normalise(key) === wanted) ?? null;
}

export interface UnknownSceneValue {
  readonly category: SceneCategory;
  readonly value: string;
}

export interface Scene {
  /** Blocks in the order of categories, joined by a blank line; '' when nothing known is chosen. */
  readonly text: string;
  /** Chosen values in the same order, as the form names them. */
  readonly chosen: readonly string[];
  /** Values that stand for nothing; people get to see them. */
  readonly unknown: readonly UnknownSceneValue[];
}

/** Reads the seven choices of a config; '' and 'none' mean that a category is left out. */
export function composeScene(config: JsonObject): Scene {
  const blocks: string[] = [];
  const chosen: string[] = [];
  const unknown: UnknownSceneValue[] = [];
  for (const category of SCENE_CATEGORIES) {
    const value = config[category];
    if (typeof value !== 'string' || value.trim() === '' || value.trim() === 'none') continue;
    const key = sceneValue(category, value);
    const block = key === null ? undefined : SCENE_BLOCKS[category][key];
    if (key === null || block === undefined) unknown.push({ category, value });
    else {
      chosen.push(key);
      blocks.push(block.join('\n'));
    }
  }
  return { text: blocks.join('\n\n'), chosen, unknown };
}
