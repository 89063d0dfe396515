/**
 * What can be chosen in a Scene Builder, for both sides of agentic-ide: the editor's 54 choices and the eight that only
 * its server knew. Other names of the server: read-scene.ts. Categories in the order of composition, which is the form's
 * too.
 */
export const SCENE_CHOICES = {
  imageStyle: [
    'realistic',
    'artistic',
    'anime',
    'cinematic',
    'watercolor',
    'oil painting',
    '3d render',
    'pixel art',
    'photorealistic',
    'digital art',
    'comic book',
    'pencil sketch',
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
    'moonlight',
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
    'wide shot',
  ],
  cameraLens: ['wide angle', 'standard', 'telephoto', 'macro', 'fisheye', 'tilt-shift'],
  mood: [
    'peaceful',
    'tense',
    'mysterious',
    'joyful',
    'melancholic',
    'epic',
    'romantic',
    'eerie',
    'horror',
    'futuristic',
  ],
} as const;

export type SceneCategory = keyof typeof SCENE_CHOICES;

export const SCENE_CATEGORIES = Object.keys(SCENE_CHOICES) as readonly SceneCategory[];
