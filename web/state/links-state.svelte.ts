import type { Link, MakeLink } from '#shared/protocol/flow-messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { Result } from '#shared/result.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { Acts } from './acts.svelte.ts';
import type { LinkSecrets } from './link-secrets.ts';
import { flowLinkHref, runLinkHref } from './links.ts';

/** The relay's list of links, as web/adapters/flow-http.ts has it. */
export interface LinksPort {
  readonly links: () => Promise<Result<readonly Link[]>>;
  readonly makeLink: (wish: MakeLink) => Promise<Result<{ readonly link: Link; readonly secret: string }>>;
  readonly changeLink: (linkId: string, change: LinkChange) => Promise<Result<null>>;
  readonly revokeLink: (linkId: string) => Promise<Result<null>>;
}

export interface LinkChange {
  readonly name: string;
  /** Relay time, ms; null = never. */
  readonly endsAt: number | null;
}

export type SharedRole = MakeLink['role'];

/** A link of the list, and where it leads when its secret is in this browser. */
export interface KnownLink extends Link {
  readonly status: 'live' | 'ended' | 'revoked';
  /** The whole address; null = the secret is elsewhere, so it cannot be copied here. */
  readonly url: string | null;
}

export interface LinksOptions {
  readonly port: LinksPort;
  readonly flowId: string;
  readonly secrets: LinkSecrets;
  /** `https://weft.example`, in front of every address. */
  readonly origin: string;
  /** Relay time, ms. */
  readonly now: () => number;
}

/** The links of a flow: what the relay lists, and what one may do with them. Failures stand where they belong. */
export class Links {
  readonly #options: LinksOptions;
  #list = $state.raw<readonly Link[]>([]);
  /** Relay time of the last look at the list. */
  #seenAt = $state(0);
  #state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  #error = $state.raw<WeftError | null>(null);
  readonly #acts = new Acts();

  /** In the relay's order, ended and revoked ones too. */
  readonly items: readonly KnownLink[] = $derived(this.#list.map((link) => this.#known(link)));

  constructor(options: LinksOptions) {
    this.#options = options;
  }

  /** 'loading' = nothing is known yet. */
  get state(): 'idle' | 'loading' | 'ready' | 'failed' {
    return this.#state;
  }
  /** Why the list could not be read last; null when it was. */
  get error(): WeftError | null {
    return this.#error;
  }

  /** Relay time, ms; does not tick. */
  get now(): number {
    return this.#options.now();
  }

  /** Live links of a role, newest first; those of one run for the roles of runs. */
  live = (role: Role, runId?: string): readonly KnownLink[] =>
    this.items
      .filter((link) => link.role === role && link.status === 'live' && link.runId === runId)
      .toSorted((a, b) => b.createdAt - a.createdAt);

  /** Why the last act on a link (its id) or on a kind of link (its role) failed. */
  problem = this.#acts.problem;
  isBusy = this.#acts.isBusy;

  refresh = async (): Promise<void> => {
    if (this.#state !== 'ready') this.#state = 'loading';
    const answer = await this.#options.port.links();
    this.#error = answer.ok ? null : answer.error;
    if (answer.ok) this.#show(answer.value);
    else if (this.#state !== 'ready') this.#state = 'failed';
  };

  /** Makes a link without an end and without a name; both can be given to it then. */
  make = async (role: SharedRole, runId?: string): Promise<KnownLink | null> => {
    const wish = { role, name: '', endsAt: null, ...(runId === undefined ? {} : { runId }) };
    const answer = await this.#acts.run(role, () => this.#options.port.makeLink(wish));
    if (!answer.ok) return null;
    const { link, secret } = answer.value;
    this.#options.secrets.keep(link.linkId, secret);
    this.#show([...this.#list.filter((each) => each.linkId !== link.linkId), link]);
    return this.#known(link);
  };

  change = async (linkId: string, change: LinkChange): Promise<boolean> => {
    const answer = await this.#acts.run(linkId, () => this.#options.port.changeLink(linkId, change));
    if (answer.ok) this.#patch(linkId, change);
    return answer.ok;
  };

  revoke = async (linkId: string): Promise<boolean> => {
    const answer = await this.#acts.run(linkId, () => this.#options.port.revokeLink(linkId));
    if (!answer.ok) return false;
    this.#patch(linkId, { revokedAt: this.#options.now() });
    return true;
  };

  /** The address of a run for everybody: a link that is there already, else a new one. */
  runUrl = async (runId: string): Promise<Result<string>> => {
    await this.refresh();
    const there = this.live('run-viewer', runId).find((link) => link.url !== null);
    const link = there ?? (await this.make('run-viewer', runId));
    const error = this.problem('run-viewer') ?? this.#error;
    if (link !== null && link.url !== null) return { ok: true, value: link.url };
    if (error === null) throw new Error('a link that was just made has an address');
    return { ok: false, error };
  };

  #patch(linkId: string, change: Partial<Link>): void {
    this.#show(this.#list.map((link) => (link.linkId === linkId ? { ...link, ...change } : link)));
  }

  #show(list: readonly Link[]): void {
    for (const link of list) if (link.revokedAt !== null) this.#options.secrets.forget(link.linkId);
    this.#list = list;
    this.#seenAt = this.#options.now();
    this.#state = 'ready';
  }

  #known(link: Link): KnownLink {
    const { flowId, origin, secrets } = this.#options;
    const secret = secrets.get(link.linkId);
    const { runId } = link;
    const href =
      runId === undefined
        ? flowLinkHref({ flowId, secret: secret ?? '' })
        : runLinkHref({ runId, flowId, secret: secret ?? '' });
    return { ...link, status: this.#statusOf(link), url: secret === null ? null : `${origin}${href}` };
  }

  #statusOf(link: Link): KnownLink['status'] {
    if (link.revokedAt !== null) return 'revoked';
    return link.endsAt !== null && link.endsAt <= this.#seenAt ? 'ended' : 'live';
  }
}
