import type { Budget, ChangeGrant, KeyGrant, RingKey } from '#shared/protocol/vault-messages.ts';
import type { Result } from '#shared/result.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { Acts } from '../acts.svelte.ts';
import type { KeyValueStore } from '../key-value-store.ts';
import { Ledger } from './ledger.svelte.ts';
import type { RingPort } from './ring-port.ts';
import { keepRingSecret, ringSecretOf } from './ring-secret.ts';

export interface KeyRingOptions {
  readonly port: RingPort;
  readonly store: KeyValueStore;
  /** Whose ring it is, for its owner. */
  readonly personName: () => string;
}

/** What a grant for a flow says. */
export interface GrantTerms {
  readonly name: string;
  readonly providers: readonly string[];
  readonly budget: Budget;
  readonly endsAt: number | null;
}

/** This browser's provider keys: what the relay says of them, and what one may do with them. A key is never read back. */
export class KeyRing {
  readonly ledger: Ledger;
  readonly #options: KeyRingOptions;
  readonly #acts = new Acts();
  #keys = $state.raw<readonly RingKey[]>([]);
  #grants = $state.raw<readonly KeyGrant[]>([]);
  #state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  #error = $state.raw<WeftError | null>(null);

  constructor(options: KeyRingOptions) {
    this.#options = options;
    this.ledger = new Ledger(options.port, () => this.isThere);
  }

  get keys(): readonly RingKey[] {
    return this.#keys;
  }
  /** For all flows, revoked ones last. */
  get grants(): readonly KeyGrant[] {
    return this.#grants;
  }
  /** 'loading' = nothing is known yet. */
  get state(): 'idle' | 'loading' | 'ready' | 'failed' {
    return this.#state;
  }
  /** Why the ring could not be read last; null when it was. */
  get error(): WeftError | null {
    return this.#error;
  }
  get ringId(): string | null {
    return ringSecretOf(this.#options.store)?.ringId ?? null;
  }
  get isThere(): boolean {
    return this.ringId !== null;
  }

  keyFor = (provider: string): RingKey | null => this.#keys.find((key) => key.provider === provider) ?? null;
  /** The grant that holds for a flow; null when it has none of this ring. */
  grantFor = (flowId: string): KeyGrant | null =>
    this.#grants.find((grant) => grant.flowId === flowId && grant.revokedAt === null) ?? null;

  /** Why the last act failed: on a provider's key (its id), on a flow's grant (the flow's id). */
  problem = this.#acts.problem;
  isBusy = this.#acts.isBusy;
  forget = this.#acts.forget;

  refresh = async (): Promise<void> => {
    if (!this.isThere) {
      this.#state = 'ready';
      return;
    }
    if (this.#state !== 'ready') this.#state = 'loading';
    const answer = await this.#options.port.read();
    this.#error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.#keys = answer.value.keys;
      this.#grants = answer.value.grants;
      this.#state = 'ready';
    } else if (this.#state !== 'ready') this.#state = 'failed';
  };

  /** Asks the provider whether it knows the key, and keeps it then. */
  put = async (provider: string, key: string): Promise<boolean> => {
    const answer = await this.#acts.run(provider, async () => {
      const made = await this.#make();
      return made.ok ? this.#options.port.putKey({ provider, key, name: '' }) : made;
    });
    if (answer.ok) this.#show(answer.value);
    return answer.ok;
  };

  check = async ({ keyId, provider }: RingKey): Promise<boolean> => {
    const answer = await this.#acts.run(provider, () => this.#options.port.checkKey(keyId));
    if (answer.ok) this.#show(answer.value);
    return answer.ok;
  };

  remove = async ({ keyId, provider }: RingKey): Promise<boolean> => {
    const answer = await this.#acts.run(provider, () => this.#options.port.removeKey(keyId));
    if (answer.ok) this.#keys = this.#keys.filter((each) => each.keyId !== keyId);
    return answer.ok;
  };

  /** Lets a flow use the ring, or changes what it may. */
  grant = async (
    flowId: string,
    flowToken: () => Promise<Result<string>>,
    terms: GrantTerms,
  ): Promise<boolean> => {
    const { port } = this.#options;
    const known = this.grantFor(flowId);
    const providers = [...terms.providers];
    const answer = await this.#acts.run(flowId, async () => {
      if (known !== null) return port.changeGrant(known.grantId, { ...terms, providers });
      const token = await flowToken();
      return token.ok ? port.makeGrant({ ...terms, providers, flowToken: token.value }) : token;
    });
    if (answer.ok) this.#showGrant(answer.value);
    return answer.ok;
  };

  change = async ({ flowId, grantId }: KeyGrant, change: ChangeGrant): Promise<boolean> => {
    const answer = await this.#acts.run(flowId, () => this.#options.port.changeGrant(grantId, change));
    if (answer.ok) this.#showGrant(answer.value);
    return answer.ok;
  };

  /** From the next call on nothing is paid with it. */
  revoke = async ({ flowId, grantId }: KeyGrant): Promise<boolean> => {
    const answer = await this.#acts.run(flowId, () => this.#options.port.revokeGrant(grantId));
    if (answer.ok) await this.refresh();
    return answer.ok;
  };

  async #make(): Promise<Result<null>> {
    const { ringId, secret } = keepRingSecret(this.#options.store);
    const name = this.#options.personName().trim().slice(0, 100);
    return this.#options.port.make({ ringId, secret, name: name === '' ? 'Keys' : name });
  }

  #show(key: RingKey): void {
    const others = this.#keys.filter(({ provider }) => provider !== key.provider);
    this.#keys = [...others, key];
    this.#state = 'ready';
  }

  #showGrant(grant: KeyGrant): void {
    this.#grants = [grant, ...this.#grants.filter(({ grantId }) => grantId !== grant.grantId)];
  }
}
