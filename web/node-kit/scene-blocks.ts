import type { SCENE_CHOICES, SceneCategory } from './scene-choices.ts';

/**
 * What each choice of a Scene Builder says to a picture model. Only its runner needs the words; the form and the card
 * get by with the choices (scene-choices.ts).
 */

type SceneBlock = readonly [technique: string, look: string, feeling: string];
export const SCENE_BLOCKS: {
  readonly [category in SceneCategory]: { readonly [value: string]: SceneBlock };
} = {
  imageStyle: {
    realistic: [
      'true-to-life rendering, natural proportions, believable materials',
      'skin pores and fabric weave visible, honest colour, no stylisation',
      'clean exposure, fine detail from edge to edge',
    ],
    artistic: [
      'painterly interpretation, expressive brushwork, simplified forms',
      'deliberate palette, visible hand of the artist, selective detail',
      'balanced composition, gallery-piece finish',
    ],
    anime: [
      'anime illustration, crisp line art, cel shading',
      'large expressive eyes, flat colour areas with one soft gradient',
      'painted background, dynamic framing, broadcast-quality finish',
    ],
    cinematic: [
      'film still, anamorphic 2.39:1 framing, shallow depth of field',
      'graded colour with teal shadows and warm highlights, gentle halation',
      'motivated light, layered foreground and background, fine grain',
    ],
    watercolor: [
      'watercolour on cold-pressed paper, wet-in-wet washes, soft bleeding edges',
      'transparent layers, white of the paper as highlight, granulating pigment',
      'loose outlines, airy composition, unpainted margins',
    ],
    'oil painting': [
      'oil on canvas, thick impasto, directional brush strokes',
      'rich glazes, deep shadows, warm underpainting showing through',
      'classical composition, canvas texture, varnished depth',
    ],
    '3d render': [
      'physically based 3D render, ray-traced light, global illumination',
      'clean geometry, accurate materials, subsurface scattering',
      'soft studio environment, crisp contact shadows, high sampling',
    ],
    'pixel art': [
      'pixel art, visible square pixels, limited 32-colour palette',
      'hand-placed dithering, hard edges, no anti-aliasing',
      'readable silhouettes, 16-bit console look, tile-friendly layout',
    ],
    // only on the old server
    photorealistic: [
      'indistinguishable from a photograph, full-frame sensor look, natural lens falloff',
      'accurate skin, true material response, neutral white balance',
      'unretouched detail, correct perspective, realistic noise',
    ],
    'digital art': [
      'digital painting, smooth blending, confident edges',
      'saturated accents over a restrained base, painted light',
      'concept-art polish, clear focal point, crisp at full size',
    ],
    'comic book': [
      'comic panel, bold ink outlines, spotted blacks',
      'halftone dots, flat primary colours, speed lines where it moves',
      'dramatic foreshortening, punchy contrast, printed-paper feel',
    ],
    'pencil sketch': [
      'graphite on paper, hatching and cross-hatching, varied line weight',
      'tonal range from hard 2H to soft 6B, smudged half-tones',
      'construction lines left in, textured paper, monochrome',
    ],
  },
  lighting: {
    'natural daylight': [
      'open-sky daylight, about 5600K, soft directional shadows',
      'true colours, gentle contrast, no artificial source',
      'fresh airy feel, even exposure',
    ],
    'golden hour': [
      'low sun, about 3200K, long soft shadows',
      'amber highlights, honey-coloured rim on hair and edges',
      'warm haze, glowing air, nostalgic warmth',
    ],
    night: [
      'low-key night light, cool ambient around 7500K, deep shadows',
      'small practical sources, pools of light, dark surroundings',
      'high ISO texture, quiet and close',
    ],
    neon: [
      'neon tubes, saturated magenta and cyan, coloured spill on faces',
      'reflections in wet and glossy surfaces, dark base exposure',
      'electric edges, urban after-hours glow',
    ],
    studio: [
      'three-point studio light, large softbox key, clean fill',
      'separated background, controlled highlights, neutral 5500K',
      'commercial clarity, no stray shadows',
    ],
    dramatic: [
      'single hard key, strong chiaroscuro, deep falloff',
      'half the subject in shadow, sharp shadow edges',
      'theatrical tension, sculpted volume',
    ],
    'soft diffused': [
      'overcast or silk-diffused light, wraparound, almost shadowless',
      'low contrast, creamy tones, smooth transitions',
      'calm, flattering, delicate',
    ],
    backlit: [
      'light behind the subject, bright rim, subject near silhouette',
      'lens flare kept low, glowing edges, translucent hair and leaves',
      'luminous background, airy depth',
    ],
    // only on the old server
    moonlight: [
      'full-moon light, cool silver-blue around 4100K, crisp thin shadows',
      'desaturated colours, bright edges, dark mid-tones',
      'still, nocturnal, faintly unreal',
    ],
  },
  timeOfDay: {
    dawn: [
      'first light before sunrise, pale rose horizon, blue shadows',
      'mist near the ground, dew, empty places',
      'hushed, tender, just beginning',
    ],
    morning: [
      'clear morning sun from a low angle, fresh contrast',
      'clean air, long but soft shadows, cool-to-warm tones',
      'awake, hopeful, unhurried',
    ],
    noon: [
      'sun overhead, short hard shadows, bright surfaces',
      'strong saturated colour, high contrast, little haze',
      'frank, hot, fully lit',
    ],
    afternoon: [
      'sun well past its height, warm side light',
      'lengthening shadows, mellow colour, dust in the beams',
      'settled, easy, lived-in',
    ],
    sunset: [
      'sun on the horizon, orange to violet sky',
      'long shadows, burning cloud edges, silhouettes',
      'grand, brief, glowing',
    ],
    dusk: [
      'blue hour after sunset, deep indigo sky',
      'first lamps lit, cool shadows with warm windows',
      'in-between, wistful, quiet',
    ],
    night: [
      'dark sky, stars or city glow, local light sources',
      'deep blacks, islands of light, hidden distances',
      'private, alert, nocturnal',
    ],
    midnight: [
      'the darkest hour, near-black sky, almost no ambient light',
      'one small source, heavy shadow, sleeping surroundings',
      'still, secret, suspended',
    ],
  },
  weather: {
    clear: [
      'cloudless sky, sharp visibility to the horizon',
      'direct sun, defined shadows, pure colour',
      'open, bright, dry air',
    ],
    cloudy: [
      'full cloud cover, flat soft light',
      'muted palette, layered greys, gentle shadows',
      'subdued, even, contemplative',
    ],
    rainy: [
      'steady rain, streaks in the air, drops on every surface',
      'wet reflections, dark cobbles, beaded glass',
      'fresh, blurred distance, sheltering',
    ],
    foggy: [
      'dense fog, distance fading to white, softened silhouettes',
      'low contrast, pale monochrome, halos round lamps',
      'hushed, near, uncertain',
    ],
    snowy: [
      'falling flakes, snow-covered ground, blue-white shadows',
      'bright diffuse light, rounded shapes, visible breath',
      'muffled, crisp, clean',
    ],
    stormy: [
      'towering dark clouds, lightning, driven rain',
      'bruised greens and slate, torn light, bending trees',
      'violent, charged, immense',
    ],
    windy: [
      'strong wind, streaming hair and cloth, leaves in flight',
      'bent grass, racing clouds, motion at the edges',
      'restless, lively, diagonal movement',
    ],
    hazy: [
      'thin haze, warm veil over the distance',
      'lifted blacks, pastel layers, sun as a soft disc',
      'drowsy, hot, dreamlike depth',
    ],
  },
  cameraAngle: {
    'eye level': [
      'camera at the subject’s eyes, level horizon',
      'natural perspective, equal footing with the viewer',
      'direct, neutral, honest',
    ],
    'low angle': [
      'camera below the waist looking up, raised horizon lines',
      'subject towers, converging verticals, much sky',
      'powerful, heroic, imposing',
    ],
    'high angle': [
      'camera above looking down, ground as background',
      'subject small in its place, layout visible',
      'exposed, tender, overseeing',
    ],
    "bird's eye": [
      'straight down from high above, map-like view',
      'shapes and patterns, no horizon, tiny figures',
      'orderly, distant, graphic',
    ],
    "worm's eye": [
      'camera on the ground looking steeply up, extreme foreshortening',
      'soaring verticals, huge foreground, sky as ceiling',
      'overwhelming, small-creature view',
    ],
    'dutch angle': [
      'camera rolled about 20 degrees, slanted horizon',
      'unstable diagonals, off-balance framing',
      'uneasy, urgent, disoriented',
    ],
    'over the shoulder': [
      'seen past one person’s shoulder, blurred foreground edge',
      'second subject in focus, depth between the two',
      'involved, conversational, eavesdropping',
    ],
    'close-up': [
      'tight framing on face or object, background dissolved',
      'every texture legible, small gestures fill the frame',
      'intimate, intense, attentive',
    ],
    // only on the old server
    'wide shot': [
      'whole subject with plenty of surroundings, establishing frame',
      'clear geography, small figure against large place',
      'spacious, story-opening, calm',
    ],
  },
  cameraLens: {
    'wide angle': [
      '24mm wide-angle lens, broad field of view, deep focus',
      'stretched foreground, strong leading lines',
      'roomy, immersive, slightly exaggerated',
    ],
    standard: [
      '50mm standard lens, natural perspective, moderate depth of field',
      'true proportions, no distortion',
      'unobtrusive, like the eye sees',
    ],
    telephoto: [
      '135mm telephoto lens and longer, compressed planes, creamy background',
      'isolated subject, stacked distances',
      'observed from afar, selective, smooth',
    ],
    macro: [
      'macro lens at 1:1, razor-thin focus, enormous detail',
      'surface texture, droplets, fibres, grain',
      'tiny world made large, hushed attention',
    ],
    fisheye: [
      '8mm fisheye lens, 180-degree view, curved horizon',
      'bulging centre, bent straight lines, round edges',
      'playful, dizzying, all-embracing',
    ],
    'tilt-shift': [
      'tilt-shift lens, narrow band of focus, straight verticals',
      'blurred top and bottom, miniature look',
      'model-village charm, precise, curious',
    ],
  },
  mood: {
    peaceful: [
      'calm and unhurried, balanced composition',
      'soft palette, open space, gentle lines',
      'quiet breathing, nothing to fear',
    ],
    tense: [
      'held breath, tight framing, hard contrast',
      'narrow palette, converging lines, things about to happen',
      'nervous, charged, watchful',
    ],
    mysterious: [
      'half-hidden forms, veiled light, unanswered detail',
      'deep shadow, one unexplained sign, muted jewel tones',
      'curious, secretive, drawing closer',
    ],
    joyful: [
      'bright and lively, open gestures, upward lines',
      'clear warm colours, sparkle, movement',
      'laughing, generous, light-footed',
    ],
    melancholic: [
      'subdued and inward, much empty space',
      'desaturated blues and browns, downcast light',
      'wistful, slow, tender regret',
    ],
    epic: [
      'vast scale, monumental forms, tiny figures',
      'sweeping light, deep perspective, rich contrast',
      'awe, destiny, thunderous stillness',
    ],
    romantic: [
      'soft focus, warm glow, closeness',
      'rose and gold palette, blurred lights, gentle gestures',
      'tender, longing, enchanted',
    ],
    eerie: [
      'something slightly wrong, unnatural stillness',
      'sickly greens and cold greys, long empty spaces',
      'uncanny, silent, prickling',
    ],
    // only on the old server
    horror: [
      'dread in plain sight, oppressive darkness, distorted shapes',
      'blood-dark reds and black, harsh under-light',
      'menacing, claustrophobic, inescapable',
    ],
    futuristic: [
      'advanced technology, clean surfaces, holographic light',
      'cool whites and electric blue, precise geometry',
      'sleek, forward-looking, weightless',
    ],
  },
} satisfies {
  readonly [category in SceneCategory]: {
    readonly [value in (typeof SCENE_CHOICES)[category][number]]: SceneBlock;
  };
};
