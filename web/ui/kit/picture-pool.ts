/**
 * The pictures that the page shows, so that a run with fifty of them does not fill the memory: small ones are drawn once
 * and kept, of full ones only a few are held at a time. Knows no component; its ports are the browser's.
 */

export interface PictureBytes {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** By the SHA-256 of its bytes; null = they are not to be had. */
export type LoadPicture = (hash: string) => Promise<PictureBytes | null>;

export interface PictureWish {
  readonly hash: string;
  readonly load: LoadPicture;
  /** Longest side in device px; null = the picture itself. */
  readonly side: number | null;
}

export interface ShownPicture {
  /** Good until the wish is given back. */
  readonly url: string;
}

export interface PicturePool {
  /**
   * Tells the picture's address once it is there, null when it is not to be had. Returns what gives it back: until then
   * it is held, and a full one keeps its place.
   */
  readonly show: (wish: PictureWish, tell: (shown: ShownPicture | null) => void) => () => void;
  /** The largest side in which a picture lies here ready drawn: to be shown while the whole is fetched. Null = in none. */
  readonly keptSide: (hash: string) => number | null;
  /** Full pictures held or being worked on now, and the most there ever were. */
  readonly full: () => { readonly now: number; readonly most: number };
}

export interface PicturePoolPorts {
  /** Null when this browser cannot make one: the picture itself is shown then. */
  readonly thumbnail: (bytes: Uint8Array, mediaType: string, side: number) => Promise<Blob | null>;
  readonly createUrl: (blob: Blob) => string;
  readonly revokeUrl: (url: string) => void;
}

/** Full pictures at a time: those that are shown, and those of which a small one is being made. */
const FULL_SHOWN = 10;
const FULL_IN_WORK = 2;
/** Small pictures kept when nobody shows them; some tens of kB each. */
const MOST_KEPT = 200;

interface Slot {
  readonly tells: Set<(shown: ShownPicture | null) => void>;
  /** undefined = not known yet. */
  shown: ShownPicture | null | undefined;
  /** Frees its place. */
  leave: () => void;
}

export function createPicturePool(ports: PicturePoolPorts): PicturePool {
  const slots = new Map<string, Slot>();
  const kept = new Map<string, Blob>();
  let now = 0;
  let most = 0;
  const count = (change: number) => {
    now += change;
    most = Math.max(most, now);
  };
  const shownLane = createLane(FULL_SHOWN, count);
  const workLane = createLane(FULL_IN_WORK, count);

  function settle(slot: Slot, blob: Blob | null): void {
    // Everybody has gone meanwhile.
    if (slot.tells.size === 0) return;
    slot.shown = blob === null ? null : { url: ports.createUrl(blob) };
    for (const tell of slot.tells) tell(slot.shown);
  }

  function showFull(slot: Slot, { hash, load }: PictureWish): void {
    slot.leave = shownLane.enter((leave) => {
      void load(hash).then((picture) => {
        if (picture === null) leave();
        settle(slot, picture && blobOf(picture));
      });
    }).leave;
  }

  function showSmall(slot: Slot, wish: PictureWish, side: number, key: string): void {
    const known = kept.get(key);
    if (known) return settle(slot, known);
    slot.leave = workLane.enter((leave) => {
      void draw(wish, side).then((drawn) => {
        leave();
        if (drawn === 'none') return settle(slot, null);
        if (drawn === 'as-it-is') return slot.tells.size > 0 ? showFull(slot, wish) : undefined;
        keep(key, drawn);
        settle(slot, drawn);
      });
      // What is being drawn is drawn to its end: its place is taken until then.
    }).cancel;
  }

  async function draw({ hash, load }: PictureWish, side: number): Promise<Blob | 'none' | 'as-it-is'> {
    const picture = await load(hash);
    if (picture === null) return 'none';
    return (await ports.thumbnail(picture.bytes, picture.mediaType, side)) ?? 'as-it-is';
  }

  function keep(key: string, blob: Blob): void {
    kept.set(key, blob);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  }

  function open(key: string): Slot {
    const slot: Slot = { tells: new Set(), shown: undefined, leave: () => undefined };
    slots.set(key, slot);
    return slot;
  }

  return Object.freeze({
    show(wish: PictureWish, tell: (shown: ShownPicture | null) => void) {
      const key = `${wish.hash} ${wish.side ?? 'full'}`;
      const known = slots.get(key);
      const slot = known ?? open(key);
      slot.tells.add(tell);
      if (!known) {
        if (wish.side === null) showFull(slot, wish);
        else showSmall(slot, wish, wish.side, key);
      } else if (slot.shown !== undefined) tell(slot.shown);
      return () => {
        slot.tells.delete(tell);
        if (slot.tells.size > 0 || slots.get(key) !== slot) return;
        slots.delete(key);
        slot.leave();
        if (slot.shown) ports.revokeUrl(slot.shown.url);
      };
    },
    keptSide(hash: string) {
      const sides = [...kept.keys()].flatMap((key) =>
        key.startsWith(`${hash} `) ? [Number(key.slice(hash.length + 1))] : [],
      );
      return sides.length === 0 ? null : Math.max(...sides);
    },
    full: () => ({ now, most }),
  });
}

function blobOf({ bytes, mediaType }: PictureBytes): Blob {
  return new Blob([new Uint8Array(bytes)], { type: mediaType });
}

interface Ticket {
  /** Gives the wait up; nothing once it is in. */
  readonly cancel: () => void;
  /** Gives the wait or the place up. Idempotent. */
  readonly leave: () => void;
}

/** Lets so many in at a time; the others wait in order. */
function createLane(places: number, count: (change: number) => void) {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return {
    enter(work: (leave: () => void) => void): Ticket {
      let state: 'waiting' | 'in' | 'gone' = 'waiting';
      const cancel = () => {
        if (state !== 'waiting') return;
        state = 'gone';
        waiting.splice(waiting.indexOf(begin), 1);
      };
      const leave = () => {
        cancel();
        if (state !== 'in') return;
        state = 'gone';
        taken -= 1;
        count(-1);
        waiting.shift()?.();
      };
      const begin = () => {
        state = 'in';
        taken += 1;
        count(1);
        work(leave);
      };
      if (taken < places) begin();
      else waiting.push(begin);
      return { cancel, leave };
    },
  };
}
