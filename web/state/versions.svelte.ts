import type { FlowDocument } from '#shared/graph/document.ts';
import type { FlowVersion } from '#shared/protocol/flow-messages.ts';
import type { Result } from '#shared/result.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { Acts } from './acts.svelte.ts';

/** Named versions at the relay, as web/adapters/flow-http.ts has them. */
export interface VersionsPort {
  readonly versions: () => Promise<Result<readonly FlowVersion[]>>;
  readonly makeVersion: (wish: {
    readonly name: string;
    readonly by: string;
  }) => Promise<Result<FlowVersion>>;
  readonly removeVersion: (versionId: string) => Promise<Result<null>>;
  /** Bytes of a Yjs update: the whole document as it was. */
  readonly versionDocument: (versionId: string) => Promise<Result<Uint8Array>>;
}

export interface VersionsOptions {
  readonly port: VersionsPort;
  /** @throws when the bytes are no document. */
  readonly readDocument: (bytes: Uint8Array) => FlowDocument;
  /** Resolves when the relay has every edit made here: it is the relay's state that gets a name. */
  readonly settled: () => Promise<Result<null>>;
  /** Puts a document in the place of the flow, as one undo step. */
  readonly replace: (document: FlowDocument) => Result<null>;
  /** As the person calls themselves. */
  readonly by: () => string;
}

const NAME_CHARS = 100;

/** Named states of a flow: to look at, to compare, to go back to. */
export class Versions {
  readonly #options: VersionsOptions;
  readonly #acts = new Acts();
  /** A version never changes, so its document is asked for once. */
  readonly #documents = new Map<string, FlowDocument>();
  #items = $state.raw<readonly FlowVersion[]>([]);
  #state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  #error = $state.raw<WeftError | null>(null);

  constructor(options: VersionsOptions) {
    this.#options = options;
  }

  /** Newest first. */
  get items(): readonly FlowVersion[] {
    return this.#items;
  }
  get state(): 'idle' | 'loading' | 'ready' | 'failed' {
    return this.#state;
  }
  /** Why the list could not be read last; null when it was. */
  get error(): WeftError | null {
    return this.#error;
  }

  /** Keys: 'name', or the id of a version that is being restored or deleted. */
  problem = this.#acts.problem;
  isBusy = this.#acts.isBusy;
  forgetProblem = this.#acts.forget;

  refresh = async (): Promise<void> => {
    if (this.#state !== 'ready') this.#state = 'loading';
    const answer = await this.#options.port.versions();
    this.#error = answer.ok ? null : answer.error;
    if (answer.ok) this.#items = answer.value;
    if (answer.ok) this.#state = 'ready';
    else if (this.#state !== 'ready') this.#state = 'failed';
  };

  /** Keeps the flow as it is under a name. */
  name = async (name: string): Promise<boolean> => {
    const answer = await this.#acts.run('name', () => this.#keep(name));
    return answer.ok;
  };

  /** The flow as it was. */
  document = async (versionId: string): Promise<Result<FlowDocument>> => {
    const known = this.#documents.get(versionId);
    if (known) return { ok: true, value: known };
    const answer = await this.#options.port.versionDocument(versionId);
    if (!answer.ok) return answer;
    try {
      const value = this.#options.readDocument(answer.value);
      this.#documents.set(versionId, value);
      return { ok: true, value };
    } catch {
      const message = 'This version cannot be read: what the relay keeps of it is damaged.';
      return { ok: false, error: weftError('storage-failed', message) };
    }
  };

  /** Puts a version in the place of the flow, as one undo step, after the flow as it is was kept as a version too. */
  restore = async (version: FlowVersion): Promise<boolean> => {
    const answer = await this.#acts.run(version.versionId, async () => {
      const document = await this.document(version.versionId);
      if (!document.ok) return document;
      const kept = await this.#keep(beforeName(version.name));
      return kept.ok ? this.#options.replace(document.value) : kept;
    });
    return answer.ok;
  };

  /** Forgets a version, for everybody. One that somebody else has deleted before is gone as well. */
  remove = async ({ versionId }: FlowVersion): Promise<boolean> => {
    const answer = await this.#acts.run(versionId, async () => {
      const removed = await this.#options.port.removeVersion(versionId);
      return removed.ok || removed.error.code !== 'not-found' ? removed : { ok: true, value: null };
    });
    if (!answer.ok) return false;
    this.#items = this.#items.filter((each) => each.versionId !== versionId);
    this.#documents.delete(versionId);
    return true;
  };

  async #keep(name: string): Promise<Result<null>> {
    const settled = await this.#options.settled();
    if (!settled.ok) return settled;
    const answer = await this.#options.port.makeVersion({
      name,
      by: this.#options.by().slice(0, NAME_CHARS),
    });
    if (!answer.ok) return answer;
    const others = this.#items.filter((each) => each.versionId !== answer.value.versionId);
    this.#items = [answer.value, ...others];
    return { ok: true, value: null };
  }
}

/** `Before “First draft”`, within the length of a name. */
function beforeName(name: string): string {
  const [start, end] = ['Before “', '”'];
  const room = NAME_CHARS - start.length - end.length;
  return `${start}${name.length > room ? `${name.slice(0, room - 1)}…` : name}${end}`;
}
