/** Calls back before each frame that the browser paints, with its clock in ms, until the returned function is called. */
export function animationFrames(callback: (now: number) => void): () => void {
  let frame = requestAnimationFrame(function next(now) {
    frame = requestAnimationFrame(next);
    callback(now);
  });
  return () => cancelAnimationFrame(frame);
}
