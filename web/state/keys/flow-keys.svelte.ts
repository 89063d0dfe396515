import type { FlowGrant, FlowGrantsResponse, KeyGrant } from '#shared/protocol/vault-messages.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { RunPayer } from '../../engine/api.ts';
import { budgetNotice, type BudgetNotice } from './budget-notice.ts';
import { chooseGrant, payerOf } from './choose-payer.ts';
import type { GrantTerms, KeyRing } from './key-ring.svelte.ts';
import type { FlowKeysPort } from './ring-port.ts';

export interface FlowKeysOptions {
  readonly flowId: string;
  readonly port: FlowKeysPort;
  readonly ring: KeyRing;
  /** Told whenever somebody else, or nobody, is to pay for the next run. */
  readonly onPayer: (payer: RunPayer | null, notice: BudgetNotice | null) => void;
}

/** Whose keys pay for an open flow, and how much of each budget is left. */
export class FlowKeys {
  readonly #options: FlowKeysOptions;
  #answer = $state.raw<FlowGrantsResponse | null>(null);
  #error = $state.raw<WeftError | null>(null);

  constructor(options: FlowKeysOptions) {
    this.#options = options;
  }

  /** Of everybody; null = not known yet. */
  get grants(): readonly FlowGrant[] | null {
    return this.#answer?.grants ?? null;
  }
  /** What the relay's own keys may be used for here. */
  get environment(): FlowGrantsResponse['environment'] | null {
    return this.#answer?.environment ?? null;
  }
  /** Relay time, ms. */
  get dayEndsAt(): number | null {
    return this.#answer?.dayEndsAt ?? null;
  }
  get error(): WeftError | null {
    return this.#error;
  }
  /** The grant of this browser's ring for the flow, as its owner sees it. */
  get own(): KeyGrant | null {
    return this.#options.ring.grantFor(this.#options.flowId);
  }
  /** The same, with what was spent when the relay was last asked. */
  get ownState(): FlowGrant | null {
    return this.grants?.find(({ grant }) => grant.grantId === this.own?.grantId) ?? null;
  }
  get problem(): WeftError | null {
    return this.#options.ring.problem(this.#options.flowId);
  }
  get isBusy(): boolean {
    return this.#options.ring.isBusy(this.#options.flowId);
  }

  refresh = async (): Promise<void> => {
    const answer = await this.#options.port.grants();
    this.#error = answer.ok ? null : answer.error;
    if (!answer.ok) return;
    this.#answer = answer.value;
    const { ringId } = this.#options.ring;
    const chosen = chooseGrant(answer.value.grants, ringId);
    const notice = chosen && budgetNotice(chosen, answer.value.dayEndsAt, chosen.grant.ringId === ringId);
    this.#options.onPayer(chosen && payerOf(chosen), notice);
  };

  /** Lets the flow use this browser's keys, or changes what it may. */
  allow = async (terms: GrantTerms): Promise<boolean> => {
    const { flowId, port, ring } = this.#options;
    const done = await ring.grant(flowId, port.flowToken, terms);
    if (done) await this.refresh();
    return done;
  };

  stop = async (): Promise<void> => {
    const { own } = this;
    if (own !== null && (await this.#options.ring.revoke(own))) await this.refresh();
  };
}
