import type { RunView } from '../run-view.svelte.ts';
import { axisOf } from './axis-of.ts';
import type { ReplayAxis } from './replay-axis.ts';
import { stepRun } from './step-run.ts';

/** Times real time; keys 1 to 4. */
export const SPEEDS = [0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/** What moves a replay, given from outside so that tests drive it. */
export interface PlayerPorts {
  /** Calls back with a clock in ms (any zero) before each frame, until the returned function is called. */
  readonly frames: (callback: (now: number) => void) => () => void;
  /** Whether the person asked for less motion: then a replay goes from change to change. */
  readonly isMotionReduced: () => boolean;
}

/** How long each change stands where motion is reduced, ms at speed 1. */
const STEP_MS = 800;

/**
 * Plays a run: moves the cursor of its view along the axis of the replay. Places are ms on the axis. A player never
 * changes what is shown at a moment, only which moment it is.
 */
export class Player {
  readonly #view: RunView;
  readonly #ports: PlayerPorts;
  #speed = $state<Speed>(1);
  #playing = $state(false);
  #skipsWaits = $state(true);
  #stop: (() => void) | null = null;

  /** Without long waits unless they are wanted; the whole time while the run goes on. */
  readonly axis: ReplayAxis = $derived.by(() => {
    const { live } = this.#ended;
    return axisOf(this.#view, this.#skipsWaits && !live);
  });

  constructor(view: RunView, ports: PlayerPorts) {
    this.#view = view;
    this.#ports = ports;
  }

  get speed(): Speed {
    return this.#speed;
  }
  get playing(): boolean {
    return this.#playing;
  }
  get skipsWaits(): boolean {
    return this.#skipsWaits;
  }
  /** Where the replay stands. */
  get atMs(): number {
    const { cursorMs } = this.#view;
    return cursorMs === null ? this.axis.lengthMs : this.axis.toAxis(cursorMs);
  }
  /** At the end, or with the live run. */
  get atEnd(): boolean {
    return this.#view.cursor === null || this.atMs >= this.axis.lengthMs;
  }

  /** Depends on how long the run is and whether it goes on, not on the moment that is shown. */
  get #ended(): { readonly live: boolean; readonly head: number } {
    const { head, newest } = this.#view;
    return { head, live: newest !== null && (newest.phase === 'running' || newest.phase === 'paused') };
  }

  play = (): void => {
    if (this.#playing || this.#view.head === 0) return;
    if (this.atEnd) this.home();
    this.#playing = true;
    let last: number | null = null;
    let due = 0;
    this.#stop = this.#ports.frames((now) => {
      const passed = (last === null ? 0 : now - last) * this.#speed;
      last = now;
      if (!this.#ports.isMotionReduced()) return this.#advance(passed);
      due += passed;
      if (due < STEP_MS) return;
      due = 0;
      this.#advanceStep();
    });
  };

  pause = (): void => {
    this.#stop?.();
    this.#stop = null;
    this.#playing = false;
  };

  toggle = (): void => (this.#playing ? this.pause() : this.play());

  setSpeed = (speed: Speed): void => {
    this.#speed = speed;
  };

  /** The moment that is shown stays. */
  setSkipsWaits = (skips: boolean): void => {
    this.#skipsWaits = skips;
  };

  seekTo = (atMs: number): void => this.#view.seekMs(this.axis.toRun(Math.max(0, atMs)));

  /** To the next or the last change; playing ends. */
  step = (by: 1 | -1): void => {
    this.pause();
    stepRun(this.#view, by);
  };

  home = (): void => this.#view.seek(1);

  /** To the end; of a live run to what happens now. */
  end = (): void => {
    this.pause();
    this.#view.seek(null);
  };

  /** To when a node began; stays when it has not. */
  jumpTo = (nodeId: string): void => {
    const startMs = this.#view.startOf(nodeId);
    if (startMs !== null) this.#view.seekMs(startMs);
  };

  #advance(byMs: number): void {
    const next = this.atMs + byMs;
    if (next >= this.axis.lengthMs) this.end();
    else this.seekTo(next);
  }

  #advanceStep(): void {
    stepRun(this.#view, 1);
    if (this.#view.cursor === null) this.end();
  }
}
