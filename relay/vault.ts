import type * as Party from 'partykit/server';
import { base64Url } from './auth/mac.ts';
import { platformTimers } from './providers/outbound-platform.ts';
import { grantAtDoor, refuseUnsealed } from './shell/door-keeper.ts';
import { readEnvironment } from './shell/environment.ts';
import { guarded, REFUSALS } from './shell/json-response.ts';
import type { BodySource } from './shell/read-body.ts';
import { createVaultDriver, type VaultDriver } from './shell/vault-driver.ts';
import { listPurse } from './shell/list-purse.ts';
import { answerVaultRequest } from './shell/vault-requests.ts';
import { createPartyVaultStore } from './storage/party-vault-store.ts';
import type { VaultStore } from './storage/vault-store.ts';

const ID_BYTES = 16;

/**
 * The party of one key ring, or of the purse of one flow. Nobody has a socket to it: it answers sealed requests of other
 * rooms, and what leaves it of a key is its ciphertext.
 */
export default class VaultParty implements Party.Server {
  readonly #room: Party.Room;
  readonly #store: VaultStore;
  readonly #driver: VaultDriver;

  constructor(room: Party.Room) {
    this.#room = room;
    this.#store = createPartyVaultStore(room.storage);
    const environment = readEnvironment(room.env);
    this.#driver = createVaultDriver({
      ...{ store: this.#store, environment, timers: platformTimers },
      now: () => Date.now(),
    });
  }

  static onBeforeRequest(request: Party.Request, lobby: Party.Lobby): Party.Request | Response {
    return refuseUnsealed(request, lobby);
  }

  static onBeforeConnect(): Response {
    return REFUSALS.notFound();
  }

  onRequest(request: Party.Request): Promise<Response> {
    return guarded(async () => {
      const grant = grantAtDoor(request, this.#room.env);
      if (grant === undefined) return REFUSALS.notFound();
      await this.#driver.ready();
      const context = {
        ...{ driver: this.#driver, store: this.#store, grant },
        environment: readEnvironment(this.#room.env),
        listPurse: () => void listPurse(this.#driver, this.#room),
        now: () => Date.now(),
        newId: () => base64Url(crypto.getRandomValues(new Uint8Array(ID_BYTES))),
      };
      const parts = new URL(request.url).pathname.split('/').slice(4);
      const http = request as unknown as BodySource & { method: string; url: string };
      return answerVaultRequest(context, http, parts);
    });
  }
}
