/** Something that is drawn again when its turn comes. */
export interface Painter {
  /** Reads the page, before anything of this frame was written to it. */
  readonly measure: () => void;
  readonly paint: () => void;
}

export interface Turns {
  /** Asks for a turn; one who waits already keeps its place. */
  readonly ask: (painter: Painter) => void;
  readonly leave: (painter: Painter) => void;
}

/** Whoever waits gets a turn within so many frames: news of a stream comes every 50 ms. */
const FRAMES = 3;
/** Fewer than these need not be spread. */
const LEAST_PER_FRAME = 8;

/**
 * Spreads what many ask for at once over the next frames, in the order in which they asked: fifty texts that grow by a
 * word in one message would else make one frame long and leave the next ones empty.
 */
export function createTurns(nextFrame: (callback: () => void) => void): Turns {
  const waiting = new Set<Painter>();
  let perFrame = 0;
  let isAsked = false;

  function later(): void {
    if (isAsked || waiting.size === 0) return;
    isAsked = true;
    nextFrame(run);
  }

  function run(): void {
    isAsked = false;
    perFrame = Math.max(perFrame, LEAST_PER_FRAME, Math.ceil(waiting.size / FRAMES));
    const now = [...waiting].slice(0, perFrame);
    for (const painter of now) waiting.delete(painter);
    if (waiting.size === 0) perFrame = 0;
    for (const painter of now) painter.measure();
    for (const painter of now) painter.paint();
    later();
  }

  return Object.freeze({
    ask(painter: Painter) {
      waiting.add(painter);
      later();
    },
    leave: (painter: Painter) => void waiting.delete(painter),
  });
}
