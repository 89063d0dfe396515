import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashJson } from '#shared/hash.ts';
import type { Fact } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { Plan } from '#shared/run/plan.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun, type RunState } from '#shared/run/state.ts';
import { numbered, planNodeOf, planOf, startedFact } from '#shared/run/testing.ts';
import { compareOutputs, COMPARED_CHARACTERS, SHOWN_CHARACTERS } from './compare-outputs.ts';
import { compareRuns } from './compare-runs.ts';

const completed = (nodeId: string, output: NodeOutput): Fact => ({
  type: 'execution.node.completed',
  data: {
    ...{ nodeId, round: 0, source: 'local', cacheKey: null, outputHash: hashJson(output) },
    output: { kind: 'inline', output },
  },
});
const run = (plan: Plan, texts: { readonly [nodeId: string]: string }, runId = 'one'): RunState =>
  foldEntries(
    emptyRun(runId),
    numbered(
      [startedFact(plan), ...Object.entries(texts).map(([id, text]) => completed(id, { text }))],
      1,
      runId,
    ),
  );
const model = { provider: 'mistral', model: 'small', parameters: {} };

describe('two runs beside each other', () => {
  it('[CM1] a step is the same, came to something else, has other settings, or is in one run only', () => {
    const before = planOf(3, [
      [0, 1],
      [1, 2],
    ]);
    const [a, b] = before.nodes;
    if (a === undefined || b === undefined) throw new Error('no nodes');
    const other = { ...b, config: { text: 'new' }, model };
    const after = { ...before, nodes: [a, other, planNodeOf('n9')], concurrency: 2 };
    const one = run(before, { n0: 'same', n1: 'was', n2: 'gone' });
    const two = run(after, { n0: 'same', n1: 'is', n9: 'new' }, 'two');
    const { steps, settings, threadsAdded, threadsRemoved } = compareRuns(one, two);
    expect(
      steps.map((step) => [step.nodeId, step.one !== null, step.other !== null, step.isResultChanged]),
    ).toEqual([
      ['n0', true, true, false],
      ['n1', true, true, true],
      ['n9', false, true, false],
      ['n2', true, false, false],
    ]);
    expect(steps[0]?.fields).toEqual([]);
    expect(steps[1]?.fields.map(({ path }) => path.join(' '))).toEqual(['config text', 'config model']);
    expect(settings.map(({ path }) => path.join())).toEqual(['concurrency']);
    expect([threadsAdded, threadsRemoved]).toEqual([1, 1]);
  });

  it('[CM1] a run is the same as itself; the other way round only the sides change', () => {
    const texts = fc.dictionary(fc.constantFrom('n0', 'n1', 'n2', 'n3'), fc.constantFrom('a', 'b', ''));
    fc.assert(
      fc.property(texts, texts, (left, right) => {
        const plan = planOf(4, [[0, 1]]);
        const [one, two] = [run(plan, left), run(plan, right, 'two')];
        const itself = compareRuns(one, one);
        expect(itself.steps.every((step) => !step.isResultChanged && step.fields.length === 0)).toBe(true);
        const [there, back] = [compareRuns(one, two), compareRuns(two, one)];
        expect(there.one).toEqual(back.other);
        expect(there.steps.map(({ isResultChanged }) => isResultChanged)).toEqual(
          back.steps.map(({ isResultChanged }) => isResultChanged),
        );
        for (const { nodeId, isResultChanged } of there.steps)
          expect(isResultChanged).toBe(left[nodeId] !== right[nodeId]);
      }),
    );
  });
});

describe('two outputs beside each other', () => {
  it('[CM2] what differs is named by its part; the same and removed pieces make the one text, the same and added the other', () => {
    const words = fc.array(fc.constantFrom('the', 'lamp', ' ', '\n', '.', 'é', '🦊'), { maxLength: 30 });
    fc.assert(
      fc.property(words, words, (left, right) => {
        const [was, is] = [left.join(''), right.join('')];
        const [found] = compareOutputs({ text: was }, { text: is });
        expect(found === undefined).toBe(was === is);
        if (found === undefined) return;
        const made = (without: string) =>
          found.pieces
            .filter(({ kind }) => kind !== without)
            .map(({ text }) => text)
            .join('');
        expect(found.key).toBe('text');
        expect([made('added'), made('removed'), found.isCut]).toEqual([was, is, false]);
      }),
    );
  });

  it('[CM2] JSON is compared by what it says, not by the order of its members; a missing output is empty', () => {
    expect(compareOutputs({ json: { a: 1, b: 2 } }, { json: { b: 2, a: 1 } })).toEqual([]);
    expect(compareOutputs({ json: { a: 1 } }, { json: { a: 2 } }).map(({ key }) => key)).toEqual(['json']);
    expect(compareOutputs(null, { text: 'new' })).toEqual([
      { key: 'text', pieces: [{ kind: 'added', text: 'new' }], isCut: false },
    ]);
    expect(compareOutputs({ text: 'x', image: PICTURE }, { text: 'x' })).toEqual([]);
  });

  it('[CM3] long texts in which everything changed are compared in bounded time, and what is left out is said', () => {
    const long = (word: string) => `${word} `.repeat(200_000);
    const began = performance.now();
    const [found] = compareOutputs({ text: long('lamp') }, { text: long('fog') });
    // A second and a half on any machine: the limit of what is looked for, not of how fast it is.
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(found?.isCut).toBe(true);
    const shown = found?.pieces.reduce((sum, { text }) => sum + text.length, 0) ?? 0;
    expect(shown).toBeLessThanOrEqual(SHOWN_CHARACTERS);
    const [tail] = compareOutputs(
      { text: `${'a '.repeat(COMPARED_CHARACTERS)}x` },
      { text: `${'a '.repeat(COMPARED_CHARACTERS)}y` },
    );
    expect(tail?.isCut).toBe(true);
  });
});

const PICTURE = { blob: 'a'.repeat(64), mediaType: 'image/png', bytes: 1 };
