import type { JsonObject } from '#shared/json.ts';
import { readScene, type UnknownSceneValue } from './read-scene.ts';
import { SCENE_BLOCKS } from './scene-blocks.ts';

export interface Scene {
  /** Blocks in the order of categories, joined by a blank line; '' when nothing known is chosen. */
  readonly text: string;
  /** Chosen values in the same order, as the form names them. */
  readonly chosen: readonly string[];
  /** Values that stand for nothing; people get to see them. */
  readonly unknown: readonly UnknownSceneValue[];
}

/** The words for the seven choices of a config. */
export function composeScene(config: JsonObject): Scene {
  const { chosen, unknown } = readScene(config);
  const blocks = chosen.flatMap(({ category, value }) => SCENE_BLOCKS[category][value]?.join('\n') ?? []);
  return { text: blocks.join('\n\n'), chosen: chosen.map(({ value }) => value), unknown };
}
