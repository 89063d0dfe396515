import { LIMITS } from '#shared/protocol/limits.ts';
import { isAllowedToHost } from './may-host.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { weftError } from '#shared/run/errors.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { isLive } from '#shared/run/select.ts';
import { emptyRun, type RunState } from '#shared/run/state.ts';
import type { ConnectionHealth, Outcome, RunWish } from './api.ts';
import type { Batcher } from './batcher.ts';
import type { RunHost } from './host.ts';
import type { Hosting } from './hosting.ts';
import type {
  Clock,
  CommandAck,
  HostLock,
  NodeRegistry,
  OpenEarlierRun,
  OutputCache,
  RunBlobs,
  RunConnection,
  RunConnectionEvents,
} from './ports.ts';
import { createLateAdoption, type AdoptSeen } from './late-adoption.ts';
import { createRelayTime } from './relay-time.ts';
import { commandOf } from './wish-command.ts';

/** One run that this worker follows, and drives while it has the lease. */
export interface RunSession {
  readonly state: () => RunState;
  readonly wish: (wish: RunWish) => Promise<Outcome>;
  /** The page became visible, the network came back. */
  readonly wake: () => void;
  /** Gives the lease back and ends the connection. Idempotent. */
  readonly close: () => void;
}

export interface RunSessionOptions {
  readonly runId: string;
  readonly hostId: string;
  readonly personName: string;
  /** The epoch that starting the run gave this host; null = only watching so far. */
  readonly epoch: number | null;
  readonly connect: (events: RunConnectionEvents) => RunConnection;
  readonly hosting: Hosting;
  readonly blobs: RunBlobs;
  readonly openEarlier?: OpenEarlierRun | undefined;
  readonly cache: OutputCache;
  readonly adopt: AdoptSeen;
  readonly registry: NodeRegistry;
  readonly clock: Clock;
  readonly batcher: Batcher;
  readonly isVisible: () => boolean;
  readonly lock: HostLock;
  /** Relay time minus this worker's wall clock. */
  readonly onTime: (relayNow: number) => void;
}

interface SessionState {
  run: RunState;
  host: RunHost | null;
  /** The lease's epoch; null = not ours. */
  epoch: number | null;
  role: Role | null;
  /** Who this browser is to the relay; null = not told yet. */
  personId: string | null;
  caughtUp: boolean;
  claiming: boolean;
  /** What drives a run is on its way here. */
  fetching: boolean;
  /** The relay looks for a host; null = it does not, or has one by now. */
  wanted: { readonly epoch: number; readonly auto: boolean } | null;
  /** This tab has driven the run before: it may go on although nobody looks at it. */
  hasHosted: boolean;
  /** A renewal is not answered yet; another one would tell nothing more. */
  renewing: boolean;
  /** The connection was there when it was last heard of. */
  connected: boolean;
  /** Since when the page is hidden, by this worker's clock; null = visible. */
  hiddenSince: number | null;
  cancelRenew: (() => void) | null;
  releaseLock: (() => void) | null;
  closed: boolean;
}

interface Scope extends RunSessionOptions {
  readonly session: SessionState;
  readonly connection: RunConnection;
  readonly time: ReturnType<typeof createRelayTime>;
  readonly adoption: ReturnType<typeof createLateAdoption>;
}

export function createRunSession(options: RunSessionOptions): RunSession {
  const session: SessionState = {
    run: emptyRun(options.runId),
    host: null,
    epoch: options.epoch,
    role: null,
    personId: null,
    caughtUp: false,
    claiming: false,
    fetching: false,
    wanted: null,
    hasHosted: options.epoch !== null,
    renewing: false,
    connected: false,
    hiddenSince: null,
    cancelRenew: null,
    releaseLock: null,
    closed: false,
  };
  const time = createRelayTime(options.clock);
  const adoption = createLateAdoption({
    ...options,
    isOfUse: () => (session.caughtUp && session.role !== null ? isAllowedToHost(session.role) : null),
  });
  const connection = options.connect({
    entries: (entries) => takeEntries(scope, entries),
    deltas: (deltas) => options.batcher.deltas(options.runId, deltas),
    time(now) {
      time.observe(now);
      options.onTime(now);
    },
    session({ role, personId }) {
      session.role = role;
      session.personId = personId;
    },
    caughtUp() {
      session.caughtUp = true;
      adoption.goOn();
      comeBack(scope);
      // What it waits for may have been the plan.
      claimIfWanted(scope);
      tryHosting(scope);
    },
    wanted(wanted) {
      session.wanted = wanted;
      claimIfWanted(scope);
    },
    health: (health) => takeHealth(scope, health),
  });
  const scope: Scope = { ...options, session, connection, time, adoption };
  if (session.epoch !== null) renewLater(scope);
  return Object.freeze({
    state: () => runOf(session),
    wish: (wish: RunWish) => carryOut(scope, wish),
    wake() {
      connection.wake();
      claimIfWanted(scope);
    },
    close: () => close(scope),
  });
}

function takeEntries(scope: Scope, entries: readonly LogEntry[]): void {
  const { session } = scope;
  const last = entries.at(-1);
  if (session.closed || last === undefined) return;
  scope.time.observe(last.at);
  scope.batcher.entries(entries);
  if (session.host !== null) session.host.entries(entries);
  else {
    session.run = foldEntries(session.run, entries);
    scope.adoption.take({ run: session.run, entries });
  }
  const { epoch, phase } = session.host?.standing() ?? session.run;
  if (session.wanted !== null && epoch > session.wanted.epoch) session.wanted = null;
  tryHosting(scope);
  if (!isLive({ phase }) && phase !== 'empty') retire(scope);
}

const runOf = ({ host, run }: SessionState): RunState => host?.state() ?? run;

/** A host's first try, much sooner than a viewer's: the relay gives its run away 2 s after its socket closed. */
const HOST_RETRY_MS = 250;

/**
 * Whoever drives the run does not wait its turn when the connection breaks (once per break: the relay may be down), and
 * says at once that it is back.
 */
function takeHealth(scope: Scope, health: ConnectionHealth): void {
  const { session, batcher, clock } = scope;
  const wasConnected = session.connected;
  session.connected = health.state === 'live' || health.state === 'polling';
  batcher.connection(health);
  if (session.epoch === null) return;
  // Binds the lease to the new socket: the relay cut it short when the old one closed.
  if (session.connected && !wasConnected) renew(scope);
  if (health.state !== 'lost' || !wasConnected) return;
  clock.after(HOST_RETRY_MS, () => {
    if (!session.closed) scope.connection.wake();
  });
}

/** The run is over: nothing is left to drive. */
function retire(scope: Scope): void {
  const { session } = scope;
  stopHosting(scope);
  session.epoch = null;
  session.wanted = null;
}

/** After a reload the lease may still be this tab's: it comes back under the next epoch. */
function comeBack(scope: Scope): void {
  const { session, hostId } = scope;
  const run = runOf(session);
  if (session.epoch !== null || !isLive(run)) return;
  if (run.host?.hostId === hostId) void claim(scope);
}

/** A parked run goes on by itself where somebody sees it, or where it was driven before. */
function claimIfWanted(scope: Scope): void {
  const { session } = scope;
  if (!session.wanted?.auto) return;
  if (session.hasHosted || (scope.isVisible() && isOwnToRun(scope))) void claim(scope);
}

/** Nobody's code runs in a browser whose person has pressed neither Run nor Go on [SB6]. */
function isOwnToRun({ session, registry }: Scope): boolean {
  const { plan, startedBy } = runOf(session);
  if (plan === null) return false;
  if (startedBy !== null && startedBy.personId === session.personId) return true;
  const nodes = [...plan.plan.nodes, ...(plan.plan.bodies ?? []).flatMap((body) => body.nodes)];
  return !nodes.some((node) => registry.definitions.get(node.type)?.runsOwnCode === true);
}

function tryHosting(scope: Scope): void {
  const { session, runId, batcher } = scope;
  const { epoch, run } = session;
  if (epoch === null || session.host !== null || session.closed) return;
  if (!session.caughtUp || run.epoch !== epoch || !isLive(run)) return;
  const { connection, blobs, cache, registry, openEarlier, clock, time } = scope;
  const createRunHost = scope.hosting.now();
  if (createRunHost === null) return fetchHosting(scope);
  session.host = createRunHost({
    ...{ runId, epoch, start: run, connection, blobs, cache, registry, openEarlier, clock, time },
    onStale: () => loseLease(scope),
  });
  batcher.hosting(runId, true);
}

/** Wait before what drives a run is fetched again. */
const FETCH_AGAIN_MS = 1_000;

/** The lease is kept meanwhile; what the log tells is folded and waits. */
function fetchHosting(scope: Scope): void {
  const { session, clock } = scope;
  if (session.fetching) return;
  session.fetching = true;
  const goOn = () => {
    session.fetching = false;
    tryHosting(scope);
  };
  scope.hosting.load().then(goOn, () => void clock.after(FETCH_AGAIN_MS, goOn));
}

function stopHosting(scope: Scope): void {
  const { session } = scope;
  if (session.host !== null) {
    session.run = session.host.state();
    session.host.stop();
    session.host = null;
    scope.batcher.hosting(scope.runId, false);
  }
  session.cancelRenew?.();
  session.cancelRenew = null;
  session.releaseLock?.();
  session.releaseLock = null;
}

/**
 * It lapsed or somebody else has it now: everything unconfirmed is dropped, nothing is sent again. When it lapsed while
 * the relay was out of reach, the relay has already said that it wants a host.
 */
function loseLease(scope: Scope): void {
  scope.session.epoch = null;
  stopHosting(scope);
  claimIfWanted(scope);
}

async function claim(scope: Scope): Promise<CommandAck | null> {
  const { session, hostId, personName } = scope;
  if (session.claiming || session.closed || session.epoch !== null) return null;
  if (session.role !== null && !isAllowedToHost(session.role)) return null;
  session.claiming = true;
  try {
    const release = await scope.lock.take(scope.runId);
    if (release === null) return null;
    if (session.closed) {
      release();
      return null;
    }
    // Kept from now on: closing gives it back, also when the claim is never answered.
    session.releaseLock = release;
    const data = { hostId, visible: scope.isVisible(), name: personName };
    const ack = await scope.connection.send({ type: 'host.claim', data });
    if (session.closed) return ack;
    if (!ack.ok || ack.lease?.hostId !== hostId) {
      session.releaseLock = null;
      release();
      return ack;
    }
    session.epoch = ack.lease.epoch;
    session.hasHosted = true;
    session.wanted = null;
    renewLater(scope);
    tryHosting(scope);
    return ack;
  } finally {
    session.claiming = false;
  }
}

function renewLater(scope: Scope): void {
  const { session, clock } = scope;
  session.cancelRenew?.();
  session.cancelRenew = clock.after(LIMITS.leaseRenewMs, () => {
    if (session.epoch === null || session.closed) return;
    renewLater(scope);
    renew(scope);
  });
}

function renew(scope: Scope): void {
  const { session, hostId } = scope;
  const { epoch } = session;
  const visible = scope.isVisible();
  letOthersClaim(scope, visible);
  if (epoch === null || session.renewing) return;
  session.renewing = true;
  void scope.connection.send({ type: 'host.renew', data: { hostId, epoch, visible } }).then((ack) => {
    session.renewing = false;
    if (!ack.ok && ack.error?.code === 'stale-epoch' && session.epoch === epoch) loseLease(scope);
  });
}

/** Hidden for a minute: the relay offers the run to visible tabs, and those of this browser must be free to take it. */
function letOthersClaim({ session, clock }: Scope, visible: boolean): void {
  session.hiddenSince = visible ? null : (session.hiddenSince ?? clock.now());
  if (session.hiddenSince === null || clock.now() - session.hiddenSince < LIMITS.hiddenHostMs) return;
  session.releaseLock?.();
  session.releaseLock = null;
}

async function carryOut(scope: Scope, wish: RunWish): Promise<Outcome> {
  if (runOf(scope.session).sealed) return { ok: false, error: SEALED };
  if (wish.type === 'go-on') {
    const { session } = scope;
    if (session.epoch !== null) return { ok: true };
    const ack = await claim(scope);
    return ack === null ? { ok: false, error: BUSY } : outcomeOf(ack);
  }
  return outcomeOf(await scope.connection.send(commandOf(wish, scope.personName)));
}

const outcomeOf = (ack: CommandAck): Outcome =>
  ack.ok
    ? { ok: true }
    : { ok: false, error: ack.error ?? weftError('internal', 'The relay refused this without a reason.') };

const SEALED = weftError('run-sealed', 'This run is over. Run the flow again to go on from it.');

const BUSY = weftError('out-of-turn', 'Another tab of this browser is taking the run over.', {
  retryable: true,
});

function close(scope: Scope): void {
  const { session, hostId } = scope;
  if (session.closed) return;
  session.closed = true;
  const { epoch } = session;
  // Sent while the socket still lives; if it does not arrive, the lease lapses by itself.
  if (epoch !== null && isLive(runOf(session)))
    void scope.connection.send({ type: 'host.release', data: { hostId, epoch } });
  stopHosting(scope);
  scope.connection.close();
}
