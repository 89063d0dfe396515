import fc from 'fast-check';
import type { CallEnd } from '#shared/run/call.ts';
import type { Fact, LogEntry } from '#shared/run/events.ts';
import { completedFact, planOf, SOME_HASH, startedFact } from '#shared/run/testing.ts';

/** Runs as they come about: steps that call a model, whose words arrive over time, in any interleaving. */

const WORDS =
  'Lanterns can sulk, said Odo, and this one has been practising. 🏮 So they carried it past the stall.';

export function acceptedFact(nodeId: string, callId: string): Fact {
  return {
    type: 'call.accepted',
    data: {
      callId,
      nodeId,
      round: 0,
      ordinal: 0,
      try: 1,
      requestHash: SOME_HASH,
      provider: 'demo',
      model: 'demo',
      task: 'free',
      request: { kind: 'blob', hash: SOME_HASH, bytes: 1 },
    },
  };
}

export function endedFact(nodeId: string, callId: string, end: Partial<CallEnd>): Fact {
  const base = { outcome: 'ok', retry: 'never', costMicroUsd: 5, durationMs: 1 } as const;
  return { type: 'call.ended', data: { callId, nodeId, end: { ...base, ...end } } };
}

interface Step {
  readonly pieces: readonly { readonly characters: number; readonly gapMs: number }[];
  readonly hasTrack: boolean;
}

/** The facts of one step, in order, with its call's text written as `pieces` says. */
function stepFacts(nodeId: string, { pieces, hasTrack }: Step): Fact[] {
  const timing: number[] = [];
  let characters = 0;
  let ms = 0;
  for (const piece of pieces) {
    characters = Math.min(WORDS.length, characters + piece.characters);
    ms += piece.gapMs;
    timing.push(characters, ms);
  }
  const callId = `call-${nodeId}`;
  const text = { kind: 'inline', text: WORDS.slice(0, characters) } as const;
  const track = hasTrack && timing.length > 0 ? { timing } : {};
  return [
    { type: 'execution.node.status', data: { nodeId, status: 'running', round: 0 } },
    acceptedFact(nodeId, callId),
    { type: 'call.sent', data: { callId, nodeId } },
    endedFact(nodeId, callId, { text, durationMs: ms, ...track }),
    completedFact(nodeId),
  ];
}

const arbitraryStep: fc.Arbitrary<Step> = fc.record({
  pieces: fc.array(
    fc.record({
      characters: fc.nat(20),
      gapMs: fc.oneof(fc.nat(300), fc.integer({ min: 1_000, max: 9_000 })),
    }),
    { maxLength: 8 },
  ),
  hasTrack: fc.boolean(),
});

/** A log of 1 to 6 steps. */
export function arbitraryWrittenRun(): fc.Arbitrary<readonly LogEntry[]> {
  return fc
    .record({
      steps: fc.array(arbitraryStep, { minLength: 1, maxLength: 6 }),
      picks: fc.array(fc.nat(100), { minLength: 30, maxLength: 30 }),
      gaps: fc.array(fc.oneof(fc.constant(0), fc.nat(400), fc.integer({ min: 1_000, max: 20_000 })), {
        minLength: 32,
        maxLength: 32,
      }),
      isEnded: fc.boolean(),
    })
    .map(({ steps, picks, gaps, isEnded }) => {
      const queues = steps.map((step, index) => stepFacts(`n${index}`, step));
      const facts: Fact[] = [startedFact(planOf(steps.length, []))];
      for (let turn = 0; queues.some((queue) => queue.length > 0); turn += 1) {
        const open = queues.filter((queue) => queue.length > 0);
        const fact = open[(picks[turn] ?? 0) % open.length]?.shift();
        if (fact !== undefined) facts.push(fact);
      }
      if (isEnded) facts.push({ type: 'execution.completed', data: { outcome: 'ok', outputs: [] } });
      return timed(facts, gaps);
    });
}

/** Numbers facts from 1; `gaps[i]` ms lie before the i-th. */
export function timed(facts: readonly Fact[], gaps: readonly number[], runId = 'run'): LogEntry[] {
  let at = 1_000_000;
  return facts.map((fact, index) => {
    at += gaps[index] ?? 1;
    return { ...fact, runId, seq: index + 1, at, by: null };
  });
}
