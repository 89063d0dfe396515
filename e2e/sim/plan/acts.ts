import type { Random } from '../kernel/random.ts';
import type { KillMoment } from '../relay/sim-relay.ts';
import { BRANCHINGS, type Branching } from './branch-off.ts';

/** Something that happens to the party from outside: a person's doing, or a fault. Times in virtual ms from the start. */
export type Act = { readonly at: number } & (
  | { readonly type: 'start'; readonly tab: number; readonly useCache: boolean; readonly again: boolean }
  | { readonly type: 'pause' | 'resume' | 'cancel' | 'go-on' | 'resolve' | 'answer'; readonly tab: number }
  | { readonly type: 'retry-node' | 'skip-node'; readonly tab: number; readonly node: number }
  | { readonly type: 'reload' | 'crash' | 'close'; readonly tab: number; readonly backAfterMs: number }
  | { readonly type: 'freeze' | 'hide' | 'offline' | 'silent'; readonly tab: number; readonly forMs: number }
  | { readonly type: 'cut' | 'half-open' | 'unwatch'; readonly tab: number }
  | { readonly type: 'slow'; readonly tab: number; readonly latencyMs: number; readonly loss: number }
  | { readonly type: 'block-sockets'; readonly tab: number; readonly forMs: number }
  | { readonly type: 'kill-relay' | 'kill-room' }
  | { readonly type: 'kill-at-write'; readonly moment: KillMoment }
  | { readonly type: 'storage-fails'; readonly forMs: number }
  | { readonly type: 'provider'; readonly failures: number }
  | { readonly type: 'revoke'; readonly browser: number }
  | { readonly type: 'edit'; readonly tab: number; readonly what: number }
  | { readonly type: 'show'; readonly tab: number; readonly x: number }
  | { readonly type: 'name-version' | 'drop-version'; readonly tab: number }
  | { readonly type: 'end-run-link'; readonly tab: number }
  | {
      readonly type: 'share-run';
      readonly tab: number;
      readonly role: 'run-viewer' | 'run-answerer';
      readonly endsInMs: number | null;
    }
  | {
      readonly type: 'onlook';
      readonly tab: number;
      readonly creditStep: number;
      readonly forMs: number | null;
    }
  | {
      readonly type: 'branch';
      readonly tab: number;
      /** Which of the runs, and which of its steps. */
      readonly run: number;
      readonly node: number;
      /** How much of its log is no part of the branch, 0 to 1. */
      readonly back: number;
      readonly what: Branching;
    }
  | { readonly type: 'intrude'; readonly tab: number; readonly what: Intrusion }
);

/** What a hostile client sends. */
const INTRUSIONS = [
  'append-under-the-epoch-of-the-log',
  'append-under-an-old-epoch',
  'append-as-the-host-under-an-old-epoch',
  'call-with-a-known-id',
  'cancel',
  'pause',
  'retry-a-node',
  'resolve',
  'answer-a-question',
  'claim-as-the-host',
  'release-anothers-lease',
  'speak-under-anothers-client-id',
  'malformed',
  'use-a-ticket-twice',
] as const;
export type Intrusion = (typeof INTRUSIONS)[number];

export interface TabPlan {
  readonly browser: number;
  readonly polls: boolean;
  readonly latencyMs: number;
  /** How likely a request or its answer is lost on this line until the faults stop. */
  readonly loss: number;
}

/** A party before anything happens: who is there, and what will. */
export interface PartyPlan {
  /** By browser: the role of its link. The first is the flow's owner. */
  readonly browsers: readonly ('owner' | 'editor' | 'viewer')[];
  readonly tabs: readonly TabPlan[];
  readonly acts: readonly Act[];
  /** When the faults stop. */
  readonly calmAt: number;
}

export function makePlan(random: Random): PartyPlan {
  const people = random.between(1, 4);
  const browsers = Array.from({ length: people }, (_, index) =>
    index === 0 ? ('owner' as const) : random.pick(['editor', 'editor', 'viewer'] as const),
  );
  const tabs = Array.from(
    { length: Math.max(people, random.between(2, random.pick([3, 4, 8]))) },
    (_, index) => ({
      browser: index < people ? index : random.between(0, people - 1),
      polls: random.chance(0.2),
      latencyMs: random.pick([2, 20, 20, 80, 300]),
      loss: random.pick([0, 0, 0, 0, 0.1, 0.3]),
    }),
  );
  const calmAt = random.pick([8_000, 20_000, 40_000, 90_000]);
  const count = random.between(2, 22);
  const starter = tabs.findIndex(({ browser }) => browsers[browser] !== 'viewer');
  const acts: Act[] = [
    { at: random.between(50, 1_500), type: 'start', tab: starter, useCache: true, again: false },
    // Most of it while the first run goes on: the first seconds.
    ...Array.from({ length: count }, () =>
      makeAct(random, tabs.length, random.between(100, random.chance(0.6) ? 8_000 : calmAt)),
    ),
    ...(random.chance(0.25) && people > 1
      ? [
          {
            at: random.between(1_000, calmAt),
            type: 'revoke',
            browser: random.between(1, people - 1),
          } as const,
        ]
      : []),
    { at: random.between(0, 3_000), type: 'provider', failures: random.pick([0, 0.05, 0.2, 0.5]) },
    ...(random.chance(0.1) ? comeBackWhileStorageFails(random, starter) : []),
    ...(random.chance(0.15) ? branchAtOnce(random, tabs.length, starter) : []),
  ];
  return { browsers, tabs, acts: acts.sort((one, other) => one.at - other.at), calmAt };
}

/** The host's tab is loaded anew, and claims, while nothing can be written down; afterwards its person says something. */
function comeBackWhileStorageFails(random: Random, tab: number): readonly Act[] {
  const at = random.between(1_500, 6_000);
  const saidAt = at + random.between(6_500, 9_000);
  return [
    { at, type: 'storage-fails', forMs: random.pick([2_000, 6_000]) },
    { at: at + random.between(0, 1_500), type: 'reload', tab, backAfterMs: 100 },
    { at: saidAt, type: 'pause', tab },
    { at: saidAt + 1_000, type: 'resume', tab },
  ];
}

/** Two go on from the same run at the same moment, and one of their tabs does not see the end of it. */
function branchAtOnce(random: Random, tabs: number, starter: number): readonly Act[] {
  const at = random.between(2_000, 12_000);
  const other = random.between(0, tabs - 1);
  const backAfterMs = random.pick([500, 30_000]);
  return [
    makeBranch(random, at, starter),
    makeBranch(random, at + random.between(0, 40), other),
    { at: at + random.between(20, 2_500), type: 'crash', tab: starter, backAfterMs },
    { at: at + random.between(20, 2_500), type: 'kill-room' },
  ];
}

function makeBranch(random: Random, at: number, tab: number): Act {
  return {
    ...{ at, type: 'branch', tab, run: random.between(0, 9), node: random.between(0, 11) },
    ...{ back: random.pick([0, 0, 0, 0.2, 0.7]), what: random.pick(BRANCHINGS) },
  };
}

type Maker = (random: Random, at: number, tab: number) => Act;

const duration = (random: Random): number => random.pick([300, 2_500, 5_000, 14_000, 40_000, 80_000]);

/** How often each act comes, by being named more than once. */
const MAKERS: readonly Maker[] = [
  (random, at, tab) => ({ at, type: 'start', tab, useCache: random.chance(0.7), again: random.chance(0.6) }),
  makeBranch,
  makeBranch,
  (_, at, tab) => ({ at, type: 'pause', tab }),
  (_, at, tab) => ({ at, type: 'resume', tab }),
  (_, at, tab) => ({ at, type: 'pause', tab }),
  (_, at, tab) => ({ at, type: 'resume', tab }),
  (_, at, tab) => ({ at, type: 'cancel', tab }),
  (_, at, tab) => ({ at, type: 'go-on', tab }),
  (_, at, tab) => ({ at, type: 'resolve', tab }),
  (_, at, tab) => ({ at, type: 'answer', tab }),
  (_, at, tab) => ({ at, type: 'answer', tab }),
  (_, at, tab) => ({ at, type: 'answer', tab }),
  (_, at, tab) => ({ at, type: 'resolve', tab }),
  (random, at, tab) => ({ at, type: 'retry-node', tab, node: random.between(0, 11) }),
  (random, at, tab) => ({ at, type: 'retry-node', tab, node: random.between(0, 11) }),
  (random, at, tab) => ({ at, type: 'skip-node', tab, node: random.between(0, 11) }),
  (random, at, tab) => ({ at, type: 'reload', tab, backAfterMs: random.pick([100, 800]) }),
  (random, at, tab) => ({ at, type: 'reload', tab, backAfterMs: random.pick([100, 800]) }),
  (random, at, tab) => ({ at, type: 'crash', tab, backAfterMs: random.pick([500, 5_000, 30_000]) }),
  (random, at, tab) => ({ at, type: 'crash', tab, backAfterMs: random.pick([500, 5_000, 30_000]) }),
  (random, at, tab) => ({ at, type: 'close', tab, backAfterMs: random.pick([3_000, 60_000]) }),
  (random, at, tab) => ({ at, type: 'freeze', tab, forMs: duration(random) }),
  (random, at, tab) => ({ at, type: 'freeze', tab, forMs: duration(random) }),
  (random, at, tab) => ({ at, type: 'hide', tab, forMs: duration(random) }),
  (random, at, tab) => ({ at, type: 'offline', tab, forMs: duration(random) }),
  (random, at, tab) => ({ at, type: 'silent', tab, forMs: duration(random) }),
  (_, at, tab) => ({ at, type: 'cut', tab }),
  (_, at, tab) => ({ at, type: 'cut', tab }),
  (_, at, tab) => ({ at, type: 'half-open', tab }),
  (_, at, tab) => ({ at, type: 'unwatch', tab }),
  (random, at, tab) => ({
    at,
    type: 'slow',
    tab,
    latencyMs: random.pick([2, 400, 1_500]),
    loss: random.pick([0, 0.1, 0.3]),
  }),
  (random, at, tab) => ({ at, type: 'block-sockets', tab, forMs: duration(random) }),
  (_, at) => ({ at, type: 'kill-relay' }),
  (_, at) => ({ at, type: 'kill-room' }),
  (_, at) => ({ at, type: 'kill-at-write', moment: 'before' }),
  (_, at) => ({ at, type: 'kill-at-write', moment: 'after' }),
  (_, at) => ({ at, type: 'kill-at-write', moment: 'after-the-end' }),
  (random, at) => ({ at, type: 'kill-at-write', moment: random.pick(['before', 'after']) }),
  (random, at) => ({ at, type: 'storage-fails', forMs: random.pick([200, 2_000, 6_000]) }),
  (random, at) => ({ at, type: 'provider', failures: random.pick([0, 0.1, 0.6]) }),
  (random, at, tab) => ({ at, type: 'edit', tab, what: random.between(0, 99) }),
  (random, at, tab) => ({ at, type: 'edit', tab, what: random.between(0, 99) }),
  (random, at, tab) => ({ at, type: 'edit', tab, what: random.between(0, 99) }),
  (random, at, tab) => ({ at, type: 'edit', tab, what: random.between(0, 99) }),
  (random, at, tab) => ({ at, type: 'intrude', tab, what: random.pick(INTRUSIONS) }),
  (random, at, tab) => ({ at, type: 'intrude', tab, what: random.pick(INTRUSIONS) }),
  (random, at, tab) => ({ at, type: 'show', tab, x: random.between(-500, 500) }),
  (random, at, tab) => ({ at, type: 'show', tab, x: random.between(-500, 500) }),
  (_, at, tab) => ({ at, type: 'name-version', tab }),
  (_, at, tab) => ({ at, type: 'name-version', tab }),
  (_, at, tab) => ({ at, type: 'drop-version', tab }),
  (random, at, tab) => ({
    ...{ at, type: 'share-run', tab, role: random.pick(['run-viewer', 'run-answerer'] as const) },
    endsInMs: random.pick([null, null, 3_000, 30_000]),
  }),
  (random, at, tab) => ({
    ...{ at, type: 'share-run', tab, role: random.pick(['run-viewer', 'run-answerer'] as const) },
    endsInMs: null,
  }),
  (_, at, tab) => ({ at, type: 'end-run-link', tab }),
  (random, at, tab) => ({
    ...{ at, type: 'onlook', tab, creditStep: random.pick([0, 1, 16]) },
    forMs: random.pick([2_000, 20_000, null]),
  }),
  (random, at, tab) => ({
    ...{ at, type: 'onlook', tab, creditStep: random.pick([0, 1, 16]) },
    forMs: random.pick([2_000, 20_000, null]),
  }),
];

function makeAct(random: Random, tabs: number, at: number): Act {
  // Two more than there are: guests who come later, if they do.
  const most = random.chance(0.2) ? tabs + 1 : tabs - 1;
  return random.pick(MAKERS)(random, at, random.between(0, most));
}

/** An act in one line of a trace. */
export function lineOfAct(act: Act): string {
  const { at, type, ...rest } = act;
  const words = Object.entries(rest).map(([key, value]) => `${key} ${value}`);
  return `${String(at).padStart(7)} ms  ${type}  ${words.join(', ')}`;
}
