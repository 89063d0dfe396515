import type * as Party from 'partykit/server';
import { LIMITS } from '#shared/protocol/limits.ts';
import { CLOSE_CODES } from '#shared/protocol/messages.ts';
import { createTokenSigner } from './auth/tokens.ts';
import { platformFetch, platformTimers } from './providers/outbound-platform.ts';
import { askFlow } from './shell/ask-flow.ts';
import { askVault } from './shell/ask-vault.ts';
import { admitSocket, admittedTicket } from './shell/admit-socket.ts';
import { grantAtDoor, refuseUnsealed } from './shell/door-keeper.ts';
import { forgetRun } from './shell/forget-run.ts';
import { readEnvironment, roomConfig, signingKey } from './shell/environment.ts';
import { createFrameIntake, type FrameIntake } from './shell/frame-intake.ts';
import { guarded, REFUSALS } from './shell/json-response.ts';
import { countOne } from './shell/metrics.ts';
import { rememberParties } from './shell/parties.ts';
import { createPictureKeeper, type PictureKeeper } from './shell/picture-keeper.ts';
import { reportRun } from './shell/report-run.ts';
import { createRoomSockets, quietly } from './shell/room-sockets.ts';
import { createRunDriver, type RunDriver } from './shell/run-driver.ts';
import { answerRunRequest, type RunRequest } from './shell/run-requests.ts';
import { createPayments } from './shell/vault-payments.ts';
import { createPartyMoneyStore } from './storage/money-store.ts';
import { createPartyStore } from './storage/party-store.ts';
import type { RunStore } from './storage/run-store.ts';

/**
 * The party of one run: platform callbacks in, effects out. It never asks for `room.id`, which throws after a wake by
 * alarm; the run's id is in the log.
 */
export default class RunParty implements Party.Server {
  readonly #room: Party.Room;
  readonly #store: RunStore;
  readonly #keeper: PictureKeeper;
  readonly #driver: RunDriver;
  readonly #intake: FrameIntake;
  readonly #sockets = createRoomSockets({
    opened: 'weft_connections_opened_total',
    closed: 'weft_connections_closed_total',
  });

  constructor(room: Party.Room) {
    this.#room = room;
    const environment = readEnvironment(room.env);
    this.#store = createPartyStore(room.storage);
    const keeper = createPictureKeeper((request) => askFlow(request, room));
    this.#keeper = keeper;
    this.#driver = createRunDriver({
      store: this.#store,
      keeper,
      payments: (loaded) =>
        createPayments({
          ...{ environment, timers: platformTimers, store: createPartyMoneyStore(room.storage) },
          header: () => loaded().header(),
          call: (callId) => loaded().call(callId),
          newId: () => crypto.randomUUID(),
          ask: (vaultRoom, path, body) => askVault({ vaultRoom, path, body }, room),
          waiting: (callId, message) => this.#driver.give({ type: 'call.waiting', callId, message }),
        }),
      config: roomConfig(environment),
      environment,
      timers: platformTimers,
      fetch: platformFetch,
      now: () => Date.now(),
      send: this.#sockets.send,
      close: this.#sockets.close,
      report: (effect) =>
        void reportRun(effect, room).then((ends) => this.#driver.give({ type: 'links', ends })),
      forget: (stone) => forgetRun(stone, room),
      // Who comes again hears that there is nothing any more.
      closeAll: () => this.#sockets.closeAll(CLOSE_CODES.unauthorized, 'gone'),
      setAlarm: (at) => void room.storage.setAlarm(at).catch(() => undefined),
    });
    this.#intake = createFrameIntake({
      maxFrameBytes: LIMITS.frameBytes,
      readToken: (token) => createTokenSigner(signingKey(environment)).readToken(token, Date.now()),
      store: this.#store,
      keeper,
      room: () => this.#driver.room(),
      give: (input) => this.#driver.give(input),
    });
  }

  static onBeforeRequest(request: Party.Request, lobby: Party.Lobby): Party.Request | Response {
    return refuseUnsealed(request, lobby);
  }

  static onBeforeConnect(request: Party.Request, lobby: Party.Lobby): Promise<Party.Request | Response> {
    return guarded(() => admitSocket(request, lobby) as Promise<Response>);
  }

  onRequest(request: Party.Request): Promise<Response> {
    return guarded(async () => {
      const grant = grantAtDoor(request, this.#room.env);
      if (grant === undefined) return REFUSALS.notFound();
      rememberParties(() => this.#room.context.parties);
      await this.#driver.ready();
      const parts = new URL(request.url).pathname.split('/').slice(4);
      const context = {
        driver: this.#driver,
        store: this.#store,
        keeper: this.#keeper,
        grant,
        now: () => Date.now(),
        newId: () => crypto.randomUUID(),
      };
      return answerRunRequest(context, request as unknown as RunRequest, parts);
    });
  }

  async onConnect(connection: Party.Connection, { request }: Party.ConnectionContext): Promise<void> {
    await quietly(connection, async () => {
      if (grantAtDoor(request, this.#room.env) !== null)
        return connection.close(CLOSE_CODES.unauthorized, 'ticket');
      rememberParties(() => this.#room.context.parties);
      await this.#driver.ready();
      const { id, expiresAt } = admittedTicket(request);
      this.#sockets.add(connection);
      this.#driver.give({
        type: 'opened',
        connectionId: connection.id,
        ticket: id,
        ticketExpiresAt: expiresAt,
      });
    });
  }

  async onMessage(message: string | ArrayBuffer | ArrayBufferView, sender: Party.Connection): Promise<void> {
    countOne('weft_frames_received_total');
    await quietly(sender, () => this.#intake.take(sender.id, message));
  }

  async onClose(connection: Party.Connection): Promise<void> {
    if (!this.#sockets.remove(connection)) return;
    await quietly(connection, () => {
      this.#intake.forget(connection.id);
      this.#driver.give({ type: 'closed', connectionId: connection.id });
    });
  }

  onError(connection: Party.Connection): Promise<void> {
    return this.onClose(connection);
  }

  async onAlarm(): Promise<void> {
    await this.#driver.ready();
    this.#driver.give({ type: 'tick' });
    await this.#driver.goOnRemoving();
  }
}
