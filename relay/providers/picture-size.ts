import type { PictureSize } from '#shared/run/call.ts';

/** The nearest of what a model offers, by shape first and by area among equals. @param offered as "1024x1536" */
export function nearestSize({ width, height }: PictureSize, offered: readonly string[]): string {
  const distance = (option: string): number => {
    const [w = 1, h = 1] = option.split('x').map(Number);
    return Math.abs(Math.log(w / h / (width / height))) * 10 + Math.abs(Math.log((w * h) / (width * height)));
  };
  return offered.reduce(
    (best, option) => (distance(option) < distance(best) ? option : best),
    offered[0] ?? '',
  );
}

/** Ratios that people know by name (agentic-ide's gallery has the same eleven). */
export const ASPECT_RATIOS = [
  '1:1',
  '21:9',
  '16:9',
  '3:2',
  '5:4',
  '4:5',
  '2:3',
  '9:16',
  '9:21',
  '4:3',
  '3:4',
] as const;

/** 1024 by 768 → "4:3"; the exact ratio where it is none of the known ones. */
export function aspectRatio({ width, height }: PictureSize): string {
  const divisor = gcd(width, height);
  const known = ASPECT_RATIOS.find((ratio) => {
    const [w = 1, h = 1] = ratio.split(':').map(Number);
    return width * h === height * w;
  });
  return known ?? `${width / divisor}:${height / divisor}`;
}

function gcd(one: number, other: number): number {
  return other === 0 ? one : gcd(other, one % other);
}

/** "A person's words, and what must not be there", for models that take one text alone. */
export function withNegative(prompt: string, negative: string | undefined): string {
  const unwanted = negative?.trim() ?? '';
  return unwanted === '' ? prompt : `${prompt}\n\nNot in the picture: ${unwanted}`;
}
