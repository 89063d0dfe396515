/**
 * The part of d3-interpolate that Svelte Flow and d3-zoom use, from one view to another. The library also goes between
 * colours, dates, styles and texts, for which it brings d3-color along (`web/build/lean-libraries.ts` puts this in its
 * place).
 */

/** What stands in the middle of a view, and how much of it is seen: x, y and width, in units of the flow. */
type View = readonly [x: number, y: number, width: number];

/** The curvature at which a way that zooms out and in again looks shortest (van Wijk and Nuij, 2003). */
const RHO = Math.SQRT2;
/** Below this squared distance a way is a zoom in place. */
const SAME_PLACE = 1e-12;

/** The smooth way between two views: out, over and in again where they are far apart. */
export function interpolateZoom(
  [x0, y0, width0]: View,
  [x1, y1, width1]: View,
): (part: number) => [number, number, number] {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squared = dx * dx + dy * dy;
  if (squared < SAME_PLACE) {
    const length = Math.log(width1 / width0);
    return (part) => [x0 + part * dx, y0 + part * dy, width0 * Math.exp(part * length)];
  }
  const distance = Math.sqrt(squared);
  const zoomed = width1 * width1 - width0 * width0;
  const turn = (width: number, sign: 1 | -1) => {
    const b = (zoomed + sign * RHO ** 4 * squared) / (2 * width * RHO ** 2 * distance);
    return Math.log(Math.sqrt(b * b + 1) - b);
  };
  const from = turn(width0, 1);
  const length = turn(width1, -1) - from;
  return (part) => {
    const at = part * length + from;
    const gone = (width0 / (RHO ** 2 * distance)) * (Math.cosh(from) * Math.tanh(at) - Math.sinh(from));
    return [x0 + gone * dx, y0 + gone * dy, (width0 * Math.cosh(from)) / Math.cosh(at)];
  };
}

/** The straight way between two lists of numbers. */
export function interpolate(from: readonly number[], to: readonly number[]): (part: number) => number[] {
  return (part) => to.map((end, index) => (from[index] ?? end) * (1 - part) + end * part);
}
