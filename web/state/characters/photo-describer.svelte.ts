import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { FlowSession } from '../flow-session.svelte.ts';

/** What a model that sees is asked for: what stays the same in every scene. */
export const LOOKS_NOTES =
  'Describe only the lasting looks of the person or creature in it: age, build, skin, hair, eyes, face and marks. Leave out clothes, pose, place, light and style. Two or three plain sentences, no name, no introduction.';

export interface Photo {
  readonly bytes: Uint8Array;
  /** The same as a small PNG: the demo, which is no model, reads the pixels of nothing else. */
  readonly plain: () => Promise<Uint8Array>;
}

export type DescriberPhase = 'idle' | 'starting' | 'asking' | 'writing' | 'done' | 'failed';

/**
 * Describes a photo by a run of one step in a flow of this browser's own: the flow that is open, its runs and the people
 * in it never see the photo. Opened when first asked, closed with what it is part of.
 */
export class PhotoDescriber {
  readonly #open: () => Promise<FlowSession>;
  #session = $state.raw<FlowSession | null>(null);
  #nodeId = $state<string | null>(null);
  #starting = $state(false);
  #error = $state.raw<WeftError | null>(null);
  #closed = false;
  /** Counts what was begun and stopped: what was meant before is given up. */
  #turn = 0;

  constructor(open: () => Promise<FlowSession>) {
    this.#open = open;
  }

  /** 'asking' = the model has no key: `answer` says whether the demo may do it. */
  get phase(): DescriberPhase {
    if (this.#error !== null) return 'failed';
    if (this.#session?.question) return 'asking';
    if (this.#starting) return 'starting';
    const view = this.#view();
    if (view === null) return 'idle';
    switch (view.status) {
      case 'done':
      case 'cached':
        return 'done';
      case 'failed':
      case 'unbilled':
        return 'failed';
      case 'stopped':
      case 'skipped':
        return 'idle';
      default:
        return 'writing';
    }
  }
  /** As far as it is written. */
  get text(): string {
    const view = this.#view();
    return view?.output?.text ?? view?.text ?? '';
  }
  get error(): WeftError | null {
    return this.#error ?? this.#view()?.error ?? null;
  }
  /** What writes: the model's name. */
  get model(): string | null {
    const { modelLabel = null } = (this.#nodeId && this.#session?.modelOf(this.#nodeId)) || {};
    return modelLabel;
  }
  get demo(): boolean {
    return this.#session?.demo ?? false;
  }

  /** Begins, in the place of what was begun before; a photo that was described is described anew when `again`. */
  describe = async (photo: Photo, { again = false } = {}): Promise<void> => {
    const turn = (this.#turn += 1);
    this.#starting = true;
    this.#error = null;
    this.#nodeId = null;
    const error = await this.#begin(photo, { again, isMeant: () => turn === this.#turn }).catch(
      () => UNREACHABLE,
    );
    if (turn !== this.#turn) return;
    this.#error = error;
    this.#starting = false;
  };

  /** Whether the demo may describe it, where the model has no key. */
  answer = (demo: boolean): void => {
    const question = this.#session?.question;
    if (question?.kind === 'missing-keys') question.answer(demo ? 'demo' : 'cancel');
    if (!demo) this.#nodeId = null;
  };

  stop = (): void => {
    this.#turn += 1;
    this.#starting = false;
    this.#nodeId = null;
    if (this.#session?.run.live) void this.#session.stop();
  };

  /** Ends it. Idempotent. */
  close = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#session?.run.live) void this.#session.stop();
    this.#session?.close();
  };

  #view() {
    return this.#session && this.#nodeId ? this.#session.run.node(this.#nodeId) : null;
  }

  /** What it failed for, null when it goes on. Gives up between any two steps when something else is meant by then. */
  async #begin(
    photo: Photo,
    { again, isMeant }: { readonly again: boolean; readonly isMeant: () => boolean },
  ): Promise<WeftError | null> {
    const session = (this.#session ??= await this.#open());
    if (this.#closed) session.close();
    if (!isMeant() || this.#closed) return null;
    const { editor } = session;
    editor.removeNodes(editor.document.nodes.map(({ id }) => id));
    const nodeId = editor.addNode('imageDescriber', { x: 0, y: 0 });
    if (nodeId === null || session.runDisabledReason !== null) return session.connectionError ?? UNREACHABLE;
    const { demo } = session;
    const answer = await session.addPicture(demo ? await photo.plain() : photo.bytes);
    if (!answer.ok) return answer.error;
    if (!isMeant()) return null;
    editor.setConfig(nodeId, 'image', { ...answer.picture });
    editor.setConfig(nodeId, 'notes', demo ? '' : LOOKS_NOTES);
    this.#nodeId = nodeId;
    const started = session.runWith({ scope: { kind: 'all' }, useCache: !again });
    // What was stopped before may still be on its way to its end.
    if (session.question?.kind === 'already-running') session.question.answer(true);
    await started;
    if (!isMeant()) void session.stop();
    // What is missing may be asked for; what cannot be helped is said.
    return session.question === null ? (session.problemsOf(nodeId)[0] ?? null) : null;
  }
}

const UNREACHABLE = weftError(
  'relay-unreachable',
  'The relay cannot be reached, so nobody can look at the photo. Try again, or write the description yourself.',
  { retryable: true },
);
