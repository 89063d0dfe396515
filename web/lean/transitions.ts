/**
 * The part of d3-transition that d3-zoom uses: `selection.transition()` with length, easing, listeners and tweens, and
 * `interrupt`. The library itself also animates attributes, styles, texts and colours of any element, which nobody here
 * asks for, and is 8 kB of what the editor waits for (`web/build/lean-libraries.ts` puts this in its place).
 */

/** Called with the element as `this`, then its datum, its index and its group. */
type Listener = (this: object, datum: unknown, index: number, group: unknown) => unknown;
type Easing = (part: number) => number;
/** What is called on every frame with how far it is, 0 to 1, eased. */
type Step = (this: object, part: number) => void;

/** What is used of a selection of d3-selection. */
export interface Selected {
  readonly each: (act: Listener) => Selected;
}

/** One change over time. Each setter gives back the transition. */
export interface Transition {
  readonly selection: () => Selected;
  /** Length in ms. */
  readonly duration: (durationInMs: number) => Transition;
  readonly ease: (easing: Easing) => Transition;
  /** @param names of events (`start`, `end`, `interrupt`), each perhaps with a dot and whose listener it is. */
  readonly on: (names: string, listener: Listener | null) => Transition;
  /** @param begin is called when the transition starts; what it returns is called on every frame. */
  readonly tween: (name: string, begin: Listener) => Transition;
  readonly call: (
    act: (transition: Transition, ...more: unknown[]) => void,
    ...more: unknown[]
  ) => Transition;
}

export interface Frames {
  /** @param act is told the time of the frame, ms. */
  readonly request: (act: (at: number) => void) => number;
  readonly cancel: (id: number) => void;
}

export interface Transitions {
  /** Ends what moves an element, where it is. */
  readonly interrupt: (element: object) => void;
  readonly begin: (selection: Selected) => Transition;
}

/** What a transition was told so far. */
interface Plan {
  durationInMs: number;
  easing: Easing;
  readonly listeners: Map<string, Listener>;
  readonly tweens: Map<string, Listener>;
}

const DEFAULT_MS = 250;
/** Cubic, in and out. */
const DEFAULT_EASING: Easing = (part) => (part < 0.5 ? 4 * part ** 3 : 1 - 4 * (1 - part) ** 3);

/** An element has one transition at a time: a new one interrupts the one before. */
export function createTransitions(frames: Frames): Transitions {
  const stops = new WeakMap<object, () => void>();
  const interrupt = (element: object) => stops.get(element)?.();
  return Object.freeze({
    interrupt,
    begin(selection: Selected) {
      const plan: Plan = {
        durationInMs: DEFAULT_MS,
        easing: DEFAULT_EASING,
        listeners: new Map(),
        tweens: new Map(),
      };
      selection.each(function (...about) {
        interrupt(this);
        move(frames, plan, stops, this, about);
      });
      return createTransition(selection, plan);
    },
  });
}

function createTransition(selection: Selected, plan: Plan): Transition {
  const transition: Transition = {
    selection: () => selection,
    duration(durationInMs) {
      plan.durationInMs = durationInMs;
      return transition;
    },
    ease(easing) {
      plan.easing = easing;
      return transition;
    },
    on(names, listener) {
      for (const name of names.split(' ')) {
        if (listener) plan.listeners.set(name, listener);
        else plan.listeners.delete(name);
      }
      return transition;
    },
    tween(name, begin) {
      plan.tweens.set(name, begin);
      return transition;
    },
    call(act, ...more) {
      act(transition, ...more);
      return transition;
    },
  };
  return Object.freeze(transition);
}

/** Moves one element as planned, from the next frame on: until then its maker adds to the plan. */
function move(
  frames: Frames,
  plan: Plan,
  stops: WeakMap<object, () => void>,
  element: object,
  about: Parameters<Listener>,
): void {
  let startedAt: number | null = null;
  let steps: readonly Step[] = [];
  let frame = frames.request(start);
  stops.set(element, stop);

  function tell(event: string): void {
    for (const [name, listener] of plan.listeners) {
      if (name.split('.')[0] === event) listener.apply(element, about);
    }
  }
  function finish(event: string): void {
    frames.cancel(frame);
    stops.delete(element);
    tell(event);
  }
  function stop(): void {
    finish(startedAt === null ? 'cancel' : 'interrupt');
  }
  function start(at: number): void {
    frame = frames.request(tick);
    startedAt = at;
    tell('start');
    if (stops.get(element) !== stop) return;
    const begun = [...plan.tweens.values()].map((begin) => begin.apply(element, about));
    steps = begun.filter((step): step is Step => typeof step === 'function');
  }
  function tick(at: number): void {
    const part = Math.min(1, (at - (startedAt ?? at)) / plan.durationInMs);
    frame = frames.request(tick);
    for (const step of steps) step.call(element, part < 1 ? plan.easing(part) : 1);
    if (part === 1 && stops.get(element) === stop) finish('end');
  }
}
