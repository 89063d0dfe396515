import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import type { FlowSession } from '../flow-session.svelte.ts';
import { LOOKS_NOTES, PhotoDescriber, type Photo } from './photo-describer.svelte.ts';

const ref = { blob: 'ab'.repeat(32), mediaType: 'image/jpeg', bytes: 3 };
const photo: Photo = {
  bytes: new Uint8Array([1]),
  plain: () => Promise.resolve(new Uint8Array([2])),
};

type Question = { kind: 'already-running' | 'missing-keys'; answer: (choice: unknown) => void };

/** A session of one step, as far as the describer uses it; the test says what its run does. */
class OneStep {
  view = $state({ status: 'idle', text: '', output: null, error: null as unknown });
  question = $state.raw<Question | null>(null);
  demo = false;
  live = false;
  refuses = false;
  readonly did: unknown[] = [];
  readonly session: FlowSession;

  constructor() {
    const { did, view } = this;
    const isLive = () => this.live;
    const asked = () => this.question;
    const isDemo = () => this.demo;
    const isRefusing = () => this.refuses;
    this.session = {
      editor: {
        document: { nodes: [{ id: 'before' }] },
        removeNodes: (ids: readonly string[]) => did.push(['remove', ...ids]),
        addNode: (type: string) => {
          did.push(['add', type]);
          return 'step';
        },
        setConfig: (_id: string, key: string, value: unknown) => did.push([key, value]),
      },
      addPicture(bytes: Uint8Array) {
        did.push(['bytes', bytes[0]]);
        const error = weftError('storage-failed', 'The disk is full.');
        return Promise.resolve(isRefusing() ? { ok: false, error } : { ok: true, picture: ref });
      },
      run: {
        node: () => view,
        get live() {
          return isLive();
        },
      },
      get question() {
        return asked();
      },
      get demo() {
        return isDemo();
      },
      modelOf: () => ({ modelLabel: 'A model' }),
      problemsOf: () => [],
      runDisabledReason: null,
      runWith: () => {
        did.push(['run']);
        view.status = 'streaming';
        return Promise.resolve();
      },
      stop: () => did.push(['stop']),
      close: () => did.push(['close']),
    } as unknown as FlowSession;
  }
}

function scene() {
  const step = new OneStep();
  const describer = new PhotoDescriber(() => Promise.resolve(step.session));
  return { step, describer };
}

describe('describing a photo', () => {
  it('runs one step with the photo and asks for lasting looks, live until it is done', async () => {
    const { step, describer } = scene();
    expect(describer.phase).toBe('idle');
    const described = describer.describe(photo);
    expect(describer.phase).toBe('starting');
    await described;
    expect(step.did).toEqual([
      ['remove', 'before'],
      ['add', 'imageDescriber'],
      ['bytes', 1],
      ['image', ref],
      ['notes', LOOKS_NOTES],
      ['run'],
    ]);
    step.view.text = 'Grey eyes';
    flushSync();
    expect([describer.phase, describer.text]).toEqual(['writing', 'Grey eyes']);
    step.view.status = 'done';
    expect(describer.phase).toBe('done');
  });

  it('gives the demo the plain copy and no wishes, which it could not follow', async () => {
    const { step, describer } = scene();
    step.demo = true;
    await describer.describe(photo);
    expect(step.did).toContainEqual(['bytes', 2]);
    expect(step.did).toContainEqual(['notes', '']);
  });

  it('stopped before it has begun, it does not begin', async () => {
    const { step, describer } = scene();
    const described = describer.describe(photo);
    describer.stop();
    await described;
    expect(step.did).not.toContainEqual(['run']);
    expect(describer.phase).toBe('idle');
  });

  it('says what the photo was refused for, and can begin again', async () => {
    const { step, describer } = scene();
    step.refuses = true;
    await describer.describe(photo);
    expect([describer.phase, describer.error?.message]).toEqual(['failed', 'The disk is full.']);
    step.refuses = false;
    await describer.describe(photo);
    expect([describer.phase, describer.error]).toEqual(['writing', null]);
  });

  it('asks before the demo stands in for a model without a key', async () => {
    const { step, describer } = scene();
    const answers: unknown[] = [];
    await describer.describe(photo);
    step.question = { kind: 'missing-keys', answer: (choice) => answers.push(choice) };
    expect(describer.phase).toBe('asking');
    describer.answer(true);
    expect(answers).toEqual(['demo']);
  });

  it('fails with words where there is no connection, and is closed once', async () => {
    const describer = new PhotoDescriber(() => Promise.reject(new Error('no relay')));
    await describer.describe(photo);
    expect(describer.error?.code).toBe('relay-unreachable');
    const { step, describer: other } = scene();
    await other.describe(photo);
    step.live = true;
    other.close();
    other.close();
    expect(step.did.slice(-2)).toEqual([['stop'], ['close']]);
  });
});
