import { weftError } from '#shared/run/errors.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { readScene } from '../../node-kit/read-scene.ts';
import { SCENE_CATEGORIES, SCENE_CHOICES, type SceneCategory } from '../../node-kit/scene-choices.ts';
import { TEXT_OUT } from '../../node-kit/text-ports.ts';

const LABELS: { readonly [category in SceneCategory]: string } = {
  imageStyle: 'Image style',
  lighting: 'Lighting',
  timeOfDay: 'Time of day',
  weather: 'Weather',
  cameraAngle: 'Camera angle',
  cameraLens: 'Camera lens',
  mood: 'Mood',
};

/** "golden hour" → "Golden hour"; "3d render" → "3D render". */
function optionLabel(value: string): string {
  return value.replace(/^\d?[a-z]/, (start) => start.toUpperCase());
}

export const definition = defineNode({
  type: 'sceneBuilder',
  title: 'Scene Builder',
  about: 'Style, light, weather, camera and mood as words for a picture prompt.',
  group: 'start',
  kind: 'task',
  icon: 'cloud-sun',
  keywords: ['scene', 'light', 'weather', 'camera', 'lens', 'style', 'mood'],
  fields: SCENE_CATEGORIES.map((category) => ({
    key: category,
    label: LABELS[category],
    type: 'select' as const,
    default: '',
    options: [
      { value: '', label: 'None' },
      ...SCENE_CHOICES[category].map((value) => ({ value, label: optionLabel(value) })),
    ],
    open: true,
  })),
  ports: () => ({ inputs: [], outputs: [TEXT_OUT] }),
  outputKeys: ['text'],
  check: (config) => {
    const { chosen, unknown } = readScene(config);
    if (chosen.length > 0) return [];
    const first = unknown[0];
    const message =
      first === undefined
        ? 'Nothing is selected. Choose at least one of style, lighting, time, weather, camera or mood.'
        : `Weft does not know “${first.value}”, and nothing else is selected. Pick a choice from the list.`;
    return [weftError('nothing-selected', message, { field: first?.category ?? 'imageStyle' })];
  },
});
