import { hashOf } from './random.ts';

/**
 * Virtual time: everything that happens is an event with a moment and an actor. Events of one actor that are due at the
 * same moment keep their order; between actors the seed decides. Nothing runs beside it: after each event the promises
 * that it settled have their turn, then the next event comes.
 */
export interface WorldClock {
  /** Milliseconds since 1970, with fractions. */
  readonly now: () => number;
  /** @returns what calls it off. */
  readonly at: (time: number, actor: Actor, callback: () => void) => () => void;
  readonly after: (delayInMs: number, actor: Actor, callback: () => void) => () => void;
  /** Does the next event. @returns false when there is none up to `until`. */
  readonly step: (until: number) => Promise<boolean>;
  readonly steps: () => number;
}

/** Somebody to whom things happen: a tab, a room's process, a link. A frozen one hears later, a dead one nothing. */
export interface Actor {
  readonly name: string;
  state: 'alive' | 'frozen' | 'dead';
  /** What came while it was frozen, in order. */
  readonly missed: (() => void)[];
}

export function createActor(name: string): Actor {
  return { name, state: 'alive', missed: [] };
}

interface Event {
  readonly at: number;
  readonly priority: number;
  readonly order: number;
  readonly actor: Actor;
  callback: (() => void) | null;
}

/** @param onThrow what an event threw: nothing may. */
export function createWorldClock(
  startMs: number,
  seed: string,
  onThrow: (thrown: unknown) => void,
): WorldClock {
  let now = startMs;
  let order = 0;
  let steps = 0;
  const heap: Event[] = [];

  function at(time: number, actor: Actor, callback: () => void): () => void {
    const moment = Math.max(now, time);
    const priority = hashOf(`${seed}${actor.name}${moment}`);
    const event: Event = { at: moment, priority, order: (order += 1), actor, callback };
    push(heap, event);
    return () => {
      event.callback = null;
    };
  }
  return Object.freeze({
    now: () => now,
    at,
    after: (delayInMs: number, actor: Actor, callback: () => void) =>
      at(now + Math.max(0, delayInMs), actor, callback),
    async step(until: number) {
      for (;;) {
        const next = heap[0];
        if (next === undefined || next.at > until) {
          now = Math.max(now, Number.isFinite(until) ? until : now);
          return false;
        }
        pop(heap);
        if (next.callback === null || next.actor.state === 'dead') continue;
        now = next.at;
        steps += 1;
        try {
          deliver(next.actor, next.callback);
        } catch (thrown) {
          onThrow(thrown);
        }
        await settle();
        return true;
      }
    },
    steps: () => steps,
  });
}

function deliver(actor: Actor, callback: () => void): void {
  if (actor.state === 'frozen') actor.missed.push(callback);
  else callback();
}

/** A frozen actor goes on: what it missed comes at once, in order. */
export function thaw(actor: Actor): void {
  if (actor.state !== 'frozen') return;
  actor.state = 'alive';
  for (const callback of actor.missed.splice(0)) callback();
}

/** All promises that can settle do: everything in the simulation settles in microtasks. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const isBefore = (one: Event, other: Event): boolean =>
  one.at !== other.at
    ? one.at < other.at
    : one.priority !== other.priority
      ? one.priority < other.priority
      : one.order < other.order;

function push(heap: Event[], event: Event): void {
  let place = heap.length;
  heap.push(event);
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent] as Event;
    if (!isBefore(event, above)) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = event;
}

function pop(heap: Event[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let place = 0;
  for (;;) {
    const left = place * 2 + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && isBefore(heap[right] as Event, heap[left] as Event) ? right : left;
    if (!isBefore(heap[child] as Event, last)) break;
    heap[place] = heap[child] as Event;
    place = child;
  }
  heap[place] = last;
}
