import { describe, expect, it } from 'vitest';
import { composeScene } from './compose-scene.ts';
import { sceneValue } from './read-scene.ts';
import { SCENE_BLOCKS } from './scene-blocks.ts';
import { SCENE_CATEGORIES, type SceneCategory } from './scene-choices.ts';

/** The choices as each side of agentic-ide wrote them into flows. */
const EDITOR: { readonly [category in SceneCategory]: readonly string[] } = {
  imageStyle: [
    'realistic',
    'artistic',
    'anime',
    'cinematic',
    'watercolor',
    'oil painting',
    '3d render',
    'pixel art',
  ],
  lighting: [
    'natural daylight',
    'golden hour',
    'night',
    'neon',
    'studio',
    'dramatic',
    'soft diffused',
    'backlit',
  ],
  timeOfDay: ['dawn', 'morning', 'noon', 'afternoon', 'sunset', 'dusk', 'night', 'midnight'],
  weather: ['clear', 'cloudy', 'rainy', 'foggy', 'snowy', 'stormy', 'windy', 'hazy'],
  cameraAngle: [
    'eye level',
    'low angle',
    'high angle',
    "bird's eye",
    "worm's eye",
    'dutch angle',
    'over the shoulder',
    'close-up',
  ],
  cameraLens: ['wide angle', 'standard', 'telephoto', 'macro', 'fisheye', 'tilt-shift'],
  mood: ['peaceful', 'tense', 'mysterious', 'joyful', 'melancholic', 'epic', 'romantic', 'eerie'],
};
const SERVER: { readonly [category in SceneCategory]: readonly string[] } = {
  imageStyle: [
    'photorealistic',
    'anime',
    'oil-painting',
    'watercolor',
    'digital-art',
    'comic-book',
    '3d-render',
    'pixel-art',
    'pencil-sketch',
    'cinematic',
  ],
  lighting: ['natural', 'dramatic', 'soft', 'neon', 'golden-hour', 'moonlight', 'studio', 'backlit'],
  timeOfDay: ['dawn', 'morning', 'noon', 'afternoon', 'sunset', 'dusk', 'night'],
  weather: ['clear', 'cloudy', 'rainy', 'snowy', 'foggy', 'stormy'],
  cameraAngle: ['eye-level', 'low-angle', 'high-angle', 'birds-eye', 'dutch-angle', 'close-up', 'wide-shot'],
  cameraLens: ['standard', 'wide-angle', 'telephoto', 'macro', 'fisheye', 'tilt-shift'],
  mood: ['peaceful', 'mysterious', 'joyful', 'melancholic', 'epic', 'horror', 'romantic', 'futuristic'],
};
const pairs = (table: typeof EDITOR) =>
  SCENE_CATEGORIES.flatMap((category) => table[category].map((value) => [category, value] as const));

describe('scene blocks', () => {
  it('[ND3] knows the 54 choices of the editor and the 52 of the server', () => {
    expect(pairs(EDITOR)).toHaveLength(54);
    expect(pairs(SERVER)).toHaveLength(52);
  });

  it.each(pairs(EDITOR))('[ND3] editor, %s: %s has a block of its own', (category, value) => {
    const scene = composeScene({ [category]: value });
    expect(scene).toEqual({ text: SCENE_BLOCKS[category][value]?.join('\n'), chosen: [value], unknown: [] });
    const lines = scene.text.split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line.split(',').length).toBeGreaterThan(1);
  });

  it.each(pairs(SERVER))('[ND3] server, %s: %s is read', (category, value) => {
    const scene = composeScene({ [category]: value });
    expect(scene.unknown).toEqual([]);
    expect(scene.text.split('\n')).toHaveLength(3);
  });

  it.each([
    ['lighting', 'golden-hour', 'golden hour'],
    ['lighting', 'natural', 'natural daylight'],
    ['lighting', 'soft', 'soft diffused'],
    ['cameraAngle', 'birds-eye', "bird's eye"],
    ['imageStyle', '3d-render', '3d render'],
    ['imageStyle', 'Oil_Painting', 'oil painting'],
  ] as const)('[ND3] %s: %s means %s', (category, written, meant) => {
    expect(sceneValue(category, written)).toBe(meant);
  });

  it('gives no two choices the same words', () => {
    const blocks = SCENE_CATEGORIES.flatMap((category) =>
      Object.values(SCENE_BLOCKS[category]).map((block) => block.join('\n')),
    );
    expect(new Set(blocks).size).toBe(62);
  });

  it('[ND3] names a value that neither side knows instead of losing it', () => {
    expect(composeScene({ mood: 'grumpy', weather: 'rainy' })).toEqual({
      text: SCENE_BLOCKS.weather['rainy']?.join('\n'),
      chosen: ['rainy'],
      unknown: [{ category: 'mood', value: 'grumpy' }],
    });
  });

  it('composes in the fixed order, a blank line between, whatever the order of the config', () => {
    const scene = composeScene({
      mood: 'epic',
      lighting: 'neon',
      imageStyle: 'anime',
      cameraLens: 'none',
      weather: '',
    });
    expect(scene.chosen).toEqual(['anime', 'neon', 'epic']);
    expect(scene.text.split('\n\n')).toHaveLength(3);
  });
});
