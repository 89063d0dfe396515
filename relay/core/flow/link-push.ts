import type { FlowEffect } from './flow-step.ts';

/** What run rooms have to be told of a link: until when its grants are good. */
export interface LinkPush {
  readonly linkId: string;
  /** Relay time, ms, from which its grants are refused; null = they are good again. */
  readonly at: number | null;
  /** Rooms that have not answered yet, the newest first. */
  readonly runIds: readonly string[];
}

/** Rooms asked at once: the platform opens six connections. */
const AT_ONCE = 6;
const RETRY_MS = 2_000;
const RETRY_MAX_MS = 60_000;

/** Tells rooms and asks again until each has answered. */
export interface LinkPushes {
  /** A later push of the same link takes the place of the one before. */
  add(push: LinkPush): void;
  /** @returns what is asked now. */
  start(flowId: string, now: number): readonly Extract<FlowEffect, { type: 'push' }>[];
  /** A room has answered, or not. */
  answered(answer: { runId: string; linkId: string; at: number | null; ok: boolean }, now: number): void;
  /** Pushes that changed since the last time, for storage. */
  takeChanged(): readonly LinkPush[];
  /** When the next attempt is due; null = nothing waits. */
  dueAt(): number | null;
  isEmpty(): boolean;
  /** Links about which a push is under way. */
  has(linkId: string): boolean;
}

export function createLinkPushes(stored: readonly LinkPush[]): LinkPushes {
  const pushes = new Map(stored.map((push) => [push.linkId, push]));
  const changed = new Set<string>();
  const underWay = new Set<string>();
  let failures = 0;
  let notBefore = Number.NEGATIVE_INFINITY;

  return Object.freeze({
    add(push: LinkPush) {
      pushes.set(push.linkId, push);
      changed.add(push.linkId);
      notBefore = Number.NEGATIVE_INFINITY;
    },
    start(flowId: string, now: number) {
      if (now < notBefore) return [];
      const effects: Extract<FlowEffect, { type: 'push' }>[] = [];
      for (const { linkId, at, runIds } of pushes.values())
        for (const runId of runIds) {
          const key = `${linkId} ${runId}`;
          if (underWay.size >= AT_ONCE) return effects;
          if (underWay.has(key)) continue;
          underWay.add(key);
          effects.push({ type: 'push', runId, flowId, linkId, at });
        }
      return effects;
    },
    answered({ runId, linkId, at, ok }, now) {
      underWay.delete(`${linkId} ${runId}`);
      const push = pushes.get(linkId);
      if (!ok) {
        failures += 1;
        notBefore = now + Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(failures - 1, 10));
      }
      // An answer to what has been said otherwise since is none.
      if (!ok || push === undefined || push.at !== at) return;
      failures = 0;
      pushes.set(linkId, { ...push, runIds: push.runIds.filter((id) => id !== runId) });
      changed.add(linkId);
    },
    takeChanged() {
      const found = [...changed].flatMap((linkId) => pushes.get(linkId) ?? []);
      changed.clear();
      for (const push of found) if (push.runIds.length === 0) pushes.delete(push.linkId);
      return found;
    },
    dueAt: () => (pushes.size === 0 || underWay.size > 0 ? null : Math.max(0, notBefore)),
    isEmpty: () => pushes.size === 0,
    has: (linkId: string) => pushes.has(linkId),
  } satisfies LinkPushes);
}
