import type { RunHeader } from '../core/run-header.ts';

interface RestPorts {
  readonly header: () => RunHeader | null;
  ask(room: string, path: string, body: string): Promise<Response>;
}

/** Tells the rooms that pay when a run needs nothing more for now, so that others need not wait until its slice lapses. */
export interface Rests {
  /** A room of the vault was asked for money: there may be a slice. */
  asked(room: string): void;
  /** The run goes on. */
  wake(): void;
  /** The run has ended, or is paused. */
  rest(): void;
  /** Something was settled: what it gave back to the slice goes back as well, if the run rests. */
  tell(): void;
}

/** @param owes whether something is still to be settled: it would come back into a slice that was given up. */
export function createRests({ header, ask }: RestPorts, owes: () => boolean): Rests {
  const rooms = new Set<string>();
  let isResting = false;
  const tell = (): void => {
    const runId = header()?.runId;
    if (!isResting || owes() || runId === undefined) return;
    // Heard or not: a slice that nobody uses lapses by itself.
    for (const room of rooms) void ask(room, '/rest', JSON.stringify({ runId })).catch(() => undefined);
  };
  return Object.freeze({
    asked: (room: string) => void rooms.add(room),
    wake: () => void (isResting = false),
    rest() {
      if (isResting) return;
      isResting = true;
      tell();
    },
    tell,
  });
}
