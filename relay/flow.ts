import type * as Party from 'partykit/server';
import { LIMITS } from '#shared/protocol/limits.ts';
import { CLOSE_CODES } from '#shared/protocol/messages.ts';
import { base64Url } from './auth/mac.ts';
import { createTokenSigner } from './auth/tokens.ts';
import { platformTimers } from './providers/outbound-platform.ts';
import { admitToFlow, admittedTicket } from './shell/admit-socket.ts';
import { grantAtDoor, refuseUnsealed } from './shell/door-keeper.ts';
import { operatorLimits, readEnvironment, signingKey } from './shell/environment.ts';

import { createFlowDriver, type FlowDriver } from './shell/flow-driver.ts';
import { createPictureDesk, type PictureDesk } from './shell/picture-desk.ts';
import { createSharedAlarm, type SharedAlarm } from './shell/shared-alarm.ts';
import { createFlowIntake } from './shell/flow-intake.ts';
import { answerFlowRequest } from './shell/flow-requests.ts';
import type { FrameIntake } from './shell/frame-intake.ts';
import { guarded, REFUSALS } from './shell/json-response.ts';
import { countOne } from './shell/metrics.ts';
import { rememberParties } from './shell/parties.ts';
import { pushLink } from './shell/push-link.ts';
import { removeRun } from './shell/remove-run.ts';
import { createRoomSockets, quietly } from './shell/room-sockets.ts';
import type { BodySource } from './shell/read-body.ts';
import type { FlowStore } from './storage/flow-store.ts';
import { createPartyFlowStore } from './storage/party-flow-store.ts';
import { createPartyPictureStore } from './storage/party-picture-store.ts';

const ID_BYTES = 16;
const SECRET_BYTES = 32;
const random = (bytes: number): string => base64Url(crypto.getRandomValues(new Uint8Array(bytes)));

/**
 * The party of one flow: platform callbacks in, effects out. It never asks for `room.id`, which throws after a wake by
 * alarm; the flow's id is stored.
 */
export default class FlowParty implements Party.Server {
  readonly #room: Party.Room;
  readonly #store: FlowStore;
  readonly #driver: FlowDriver;
  readonly #pictures: PictureDesk;
  readonly #alarm: SharedAlarm;
  readonly #intake: FrameIntake;
  readonly #sockets = createRoomSockets({
    opened: 'weft_flow_connections_opened_total',
    closed: 'weft_flow_connections_closed_total',
  });

  constructor(room: Party.Room) {
    this.#room = room;
    this.#store = createPartyFlowStore(room.storage);
    const now = (): number => Date.now();
    const limits = operatorLimits(readEnvironment(room.env));
    this.#alarm = createSharedAlarm(now, (at) => void room.storage.setAlarm(at).catch(() => undefined));
    this.#pictures = createPictureDesk({
      ...{ limits, now, store: createPartyPictureStore(room.storage) },
      setAlarm: (at) => this.#alarm.wish('pictures', at),
    });
    this.#driver = createFlowDriver({
      store: this.#store,
      config: { limits },
      timers: platformTimers,
      now,
      send: this.#sockets.send,
      close: this.#sockets.close,
      push: (effect) => pushLink(effect, room),
      removeRun: (effect) => removeRun(effect, room),
      setAlarm: (at) => this.#alarm.wish('room', at),
    });
    this.#intake = createFlowIntake({
      maxFrameBytes: LIMITS.frameBytes,
      readToken: (token) => createTokenSigner(this.#key()).readToken(token, Date.now()),
      give: (input) => this.#driver.give(input),
    });
  }

  static onBeforeRequest(request: Party.Request, lobby: Party.Lobby): Party.Request | Response {
    return refuseUnsealed(request, lobby);
  }

  static onBeforeConnect(request: Party.Request, lobby: Party.Lobby): Promise<Party.Request | Response> {
    return guarded(() => admitToFlow(request, lobby) as Promise<Response>);
  }

  onRequest(request: Party.Request): Promise<Response> {
    return guarded(async () => {
      const grant = grantAtDoor(request, this.#room.env);
      if (grant === undefined) return REFUSALS.notFound();
      rememberParties(() => this.#room.context.parties);
      await this.#driver.ready();
      const context = {
        ...{ driver: this.#driver, store: this.#store, pictures: this.#pictures, grant, key: this.#key() },
        now: () => Date.now(),
        newId: () => random(ID_BYTES),
        newSecret: () => random(SECRET_BYTES),
      };
      const parts = new URL(request.url).pathname.split('/').slice(4);
      return answerFlowRequest(context, request as unknown as BodySource & { method: string }, parts);
    });
  }

  async onConnect(connection: Party.Connection, { request }: Party.ConnectionContext): Promise<void> {
    await quietly(connection, async () => {
      if (grantAtDoor(request, this.#room.env) !== null)
        return connection.close(CLOSE_CODES.unauthorized, 'ticket');
      rememberParties(() => this.#room.context.parties);
      await this.#driver.ready();
      const { id: ticket, expiresAt: ticketExpiresAt } = admittedTicket(request);
      this.#sockets.add(connection);
      this.#driver.give({ type: 'opened', connectionId: connection.id, ticket, ticketExpiresAt });
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
    await this.#pictures.ready();
    await this.#pictures.tick();
    this.#alarm.rang();
  }

  #key(): string {
    return signingKey(readEnvironment(this.#room.env));
  }
}
