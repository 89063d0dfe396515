import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandBody } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { RunConnection, RunConnectionEvents } from '../../engine/ports.ts';
import type { VirtualClock } from '../../engine/testing/virtual-clock.ts';

/** What a connection is tried on. */
export interface ConnectionStage {
  readonly clock: VirtualClock;
  /** The relay's log as it stands. */
  readonly log: () => readonly LogEntry[];
  /** Adds entries as somebody else's doing. */
  readonly grow: (count: number) => void;
  readonly connect: (events: RunConnectionEvents, after: number) => RunConnection;
  /** Ways in which the world may get worse for a while, and what mends them again. Empty = it never does. */
  readonly troubles: readonly { readonly begin: () => void; readonly end: () => void }[];
  /** Whether it says `caughtUp`. */
  readonly tellsHead: boolean;
}

interface Heard {
  readonly entries: LogEntry[];
  readonly heads: { readonly head: number; readonly given: number }[];
}

const pause: CommandBody = { type: 'execution.pause', data: {} };
const resume: CommandBody = { type: 'execution.resume', data: {} };
/** Long enough for every connection to come back after a trouble, and for one more poll. */
const CALM_MS = 200_000;

function listen(stage: ConnectionStage, after = 0) {
  const heard: Heard = { entries: [], heads: [] };
  const connection = stage.connect(
    {
      entries: (entries) => heard.entries.push(...entries),
      deltas: () => undefined,
      time: () => undefined,
      session: () => undefined,
      caughtUp: (head) => heard.heads.push({ head, given: heard.entries.at(-1)?.seq ?? after }),
      wanted: () => undefined,
      health: () => undefined,
    },
    after,
  );
  return { heard, connection };
}

const seqs = (entries: readonly LogEntry[]) => entries.map(({ seq }) => seq);

const happening = fc.oneof(
  fc.record({ type: fc.constant('grow' as const), count: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ type: fc.constant('send' as const) }),
  fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 4_000 }) }),
  fc.record({
    type: fc.constant('trouble' as const),
    which: fc.nat(9),
    ms: fc.integer({ min: 0, max: 9_000 }),
  }),
  fc.record({ type: fc.constant('wake' as const) }),
);

/** One suite for everything that is a RunConnection. */
export function runConnectionContract(name: string, open: () => ConnectionStage): void {
  const soon = (stage: ConnectionStage, ms = CALM_MS) => stage.clock.run(stage.clock.now() + ms);

  describe(`run connection: ${name}`, () => {
    it('[RM3] gives a prefix of the one log at any time, and all of it in the end, whatever happens', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(happening, { maxLength: 15 }), async (list) => {
          const stage = open();
          const { heard, connection } = listen(stage);
          const acks: Promise<unknown>[] = [];
          for (const step of list) {
            if (step.type === 'grow') stage.grow(step.count);
            if (step.type === 'send') acks.push(connection.send(acks.length % 2 === 0 ? pause : resume));
            if (step.type === 'wait') await soon(stage, step.ms);
            if (step.type === 'wake') connection.wake();
            if (step.type === 'trouble') await suffer(stage, step);
            expect(heard.entries).toEqual(stage.log().slice(0, heard.entries.length));
          }
          await soon(stage);
          expect(heard.entries).toEqual(stage.log());
          expect(await Promise.all(acks)).toEqual(acks.map(() => expect.objectContaining({ ok: true })));
          connection.close();
        }),
        { numRuns: 60 },
      );
    });

    it('[RL2] begins after the entry that is known already', async () => {
      const stage = open();
      stage.grow(7);
      const { heard, connection } = listen(stage, 3);
      await soon(stage, 8_000);
      const head = stage.log().length;
      expect(seqs(heard.entries)).toEqual(Array.from({ length: head - 3 }, (_, index) => index + 4));
      connection.close();
    });

    it('carries commands out once and in their order, and answers each', async () => {
      const stage = open();
      const { connection } = listen(stage);
      const before = stage.log().length;
      const acks = await Promise.all([
        ...[pause, resume, pause, resume].map((command) => connection.send(command)),
        soon(stage, 8_000),
      ]);
      expect(acks.slice(0, 4).map((ack) => ack?.ok)).toEqual([true, true, true, true]);
      expect(stage.log().length - before).toBe(4);
      connection.close();
    });

    it('says that it has caught up when everything up to there was given', async () => {
      const stage = open();
      stage.grow(50);
      const { heard, connection } = listen(stage);
      await soon(stage, 20_000);
      if (stage.tellsHead) expect(heard.heads.length).toBeGreaterThan(0);
      for (const { head, given } of heard.heads) expect(given).toBeGreaterThanOrEqual(head);
      connection.close();
    });

    it('tells nothing more after it was closed', async () => {
      const stage = open();
      const { heard, connection } = listen(stage);
      await soon(stage, 5_000);
      connection.close();
      const before = heard.entries.length;
      stage.grow(5);
      await soon(stage, 20_000);
      expect(heard.entries).toHaveLength(before);
    });
  });

  async function suffer(stage: ConnectionStage, step: { readonly which: number; readonly ms: number }) {
    const trouble = stage.troubles[step.which % Math.max(1, stage.troubles.length)];
    trouble?.begin();
    await soon(stage, step.ms);
    trouble?.end();
  }
}
