import { describe, expect, it } from 'vitest';
import type { CallEnd } from '#shared/run/call.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { callIdOf, callStart, createHostedRoom, requestOf, type TestRoom } from './testing.ts';

const hashOf = (letter: string): string => letter.repeat(64);
const image = (letter: string) => ({ blob: hashOf(letter), bytes: 9, mediaType: 'image/png' });
const END: CallEnd = { outcome: 'ok', retry: 'never', finishReason: 'stop', costMicroUsd: 0, durationMs: 1 };

function completed(nodeId: string, output: NodeOutput) {
  const data = {
    ...{ nodeId, round: 0, source: 'local', cacheKey: null, outputHash: hashOf('f') },
    output: { kind: 'inline', output },
  };
  return { type: 'execution.node.completed', data };
}

/** Appends what a host says, after what the shell found for it. */
function append(test: TestRoom, facts: readonly object[], kept: readonly string[] = [], n = 1) {
  const value = { clientId: 'client-ann', n, type: 'host.append', data: { epoch: 1, facts } };
  const pictures = { kept: new Map(kept.map((hash) => [hash, 9])), inOutputs: new Map() };
  test.take('ann');
  test.give({ type: 'message', connectionId: 'ann', value, pictures });
  const ack = test.take('ann').find((frame) => frame.type === 'ack');
  return ack?.data.error?.code ?? 'ok';
}

describe('[PI6] pictures that a run names', () => {
  it('are those of its calls, of what its models are shown, and of its outputs', async () => {
    const test = createHostedRoom();
    const shown = requestOf('look');
    if (shown.kind !== 'text') throw new Error('not a text call');
    const part = { type: 'image', blob: hashOf('a'), mediaType: 'image/png' } as const;
    const messages = [{ role: 'user', content: [part] }] as const;
    test.command('ann', callStart(1, { request: { ...shown, messages } }));
    test.give({ type: 'call.sent', callId: callIdOf(1) });
    test.give({ type: 'call.ended', callId: callIdOf(1), end: { ...END, image: image('b') } });
    expect(append(test, [completed('a', { image: image('c') })], [hashOf('c')], 2)).toBe('ok');
    const sizes = () => ['a', 'b', 'c', 'd'].map((letter) => test.room().pictureBytes(hashOf(letter)));
    expect(sizes()).toEqual([0, 9, 9, null]);
    await test.restart();
    expect(sizes()).toEqual([0, 9, 9, null]);
  });

  it('have to be there: with the run, named before, or with the flow', () => {
    const output = (letter: string) => [completed('a', { image: image(letter) })];
    const missing = createHostedRoom();
    expect(append(missing, output('a'))).toBe('blob-missing');
    expect(missing.room().pictureBytes(hashOf('a'))).toBeNull();
    const own = createHostedRoom();
    own.give({ type: 'blob.stored', hash: hashOf('b'), bytes: 9 });
    expect(append(own, output('b'))).toBe('ok');
    const ofFlow = createHostedRoom();
    expect(append(ofFlow, output('c'), [hashOf('c')])).toBe('ok');
    expect(append(ofFlow, output('c'), [], 2)).toBe('ok');
  });

  it('include the one inside of an output that is a blob; a picture that nobody named is not the run’s', () => {
    const test = createHostedRoom();
    test.give({ type: 'blob.stored', hash: hashOf('d'), bytes: 20_000 });
    const fact = completed('a', {});
    const data = { ...fact.data, output: { kind: 'blob', hash: hashOf('d'), bytes: 20_000 } };
    const value = {
      clientId: 'c',
      n: 1,
      type: 'host.append',
      data: { epoch: 1, facts: [{ ...fact, data }] },
    };
    const inOutputs = new Map([[hashOf('d'), { hash: hashOf('e'), bytes: 9 }]]);
    const pictures = { kept: new Map([[hashOf('a'), 9]]), inOutputs };
    test.give({ type: 'message', connectionId: 'ann', value, pictures });
    const sizes = ['a', 'e'].map((letter) => test.room().pictureBytes(hashOf(letter)));
    expect(sizes).toEqual([null, 9]);
  });
});
