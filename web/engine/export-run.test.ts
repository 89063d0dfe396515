import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '#shared/base64.ts';
import { hashBytes, hashText } from '#shared/hash.ts';
import { canonicalJson } from '#shared/json.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { Fact, LogEntry } from '#shared/run/events.ts';
import type { NodeOutput, OutputRef } from '#shared/run/output.ts';
import { completedFact, numbered, planOf, startedFact } from '#shared/run/testing.ts';
import { exportRun, weighRun } from './export-run.ts';

function png(number: number, size = 40): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 3]);
  bytes[39] = number;
  return bytes;
}
const refOf = (bytes: Uint8Array) => ({
  blob: hashBytes(bytes),
  mediaType: 'image/png',
  bytes: bytes.length,
});
const inline = (image: NodeOutput['image']): OutputRef => ({ kind: 'inline', output: { image } });

function completed(nodeId: string, output: OutputRef): Fact {
  const fact = completedFact(nodeId);
  if (fact.type !== 'execution.node.completed') throw new Error('another fact');
  return { ...fact, data: { ...fact.data, output } };
}

/** A run whose nodes put these out, and the relay as an export sees it. */
function setUp(pictures: readonly Uint8Array[], texts: readonly string[] = []) {
  const entries: LogEntry[] = numbered([
    startedFact(planOf(pictures.length + texts.length, [])),
    ...pictures.map((bytes, index) => completed(`n${index}`, inline(refOf(bytes)))),
    ...texts.map((text, index) => {
      const output: OutputRef = { kind: 'blob', hash: hashText(text), bytes: text.length };
      return completed(`n${pictures.length + index}`, output);
    }),
  ]);
  const blobs = new Map(texts.map((text) => [hashText(text), new TextEncoder().encode(text)]));
  const http = {
    page: async () => ({ entries, head: entries.length }),
    getBlob: async (_runId: string, hash: string) => blobs.get(hash) ?? new Uint8Array(),
  };
  const known = new Map(pictures.map((bytes) => [hashBytes(bytes), bytes]));
  const getPicture = async (hash: string) => {
    const bytes = known.get(hash);
    if (bytes === undefined) throw new WeftFailure(weftError('not-found', 'Gone.'));
    return bytes;
  };
  const linesOf = async (wanted: boolean) => {
    const text = await exportRun(http, 'run', { pictures: wanted, getPicture });
    const lines = text.trimEnd().split('\n');
    return lines.slice(entries.length).map((line) => JSON.parse(line) as { blob: string; base64?: string });
  };
  const weigh = () => weighRun(http, 'run');
  const size = async (wanted: boolean) =>
    new TextEncoder().encode(await exportRun(http, 'run', { pictures: wanted, getPicture })).byteLength;
  return { known, linesOf, weigh, size };
}

describe('[PI8] the file of a run', () => {
  it('has its pictures, each once, and none when they are not wanted', async () => {
    const [one, other] = [png(1), png(2)];
    const { linesOf } = setUp([one, other, one]);
    const line = (bytes: Uint8Array) => ({
      ...{ blob: hashBytes(bytes), mediaType: 'image/png' },
      base64: encodeBase64(bytes),
    });
    expect(await linesOf(true)).toEqual([line(one), line(other)]);
    expect(await linesOf(false)).toEqual([]);
  });

  it('has those of long outputs too', async () => {
    const picture = png(1);
    const long = canonicalJson({ text: 'x'.repeat(20_000), image: refOf(picture) });
    const { known, linesOf } = setUp([], [long, '{"image":{ no output']);
    known.set(hashBytes(picture), picture);
    expect((await linesOf(true)).map(({ blob }) => blob)).toEqual([
      ...[hashText(long), hashText('{"image":{ no output')],
      hashBytes(picture),
    ]);
  });

  it('has the texts of its files, and their pictures', async () => {
    const [text, picture] = ['a,b\r\n', png(1)];
    const written = { effectId: 'e1', fileId: 'e1', nodeId: 'n0', round: 0 } as const;
    const entries = numbered([
      startedFact(planOf(1, [])),
      {
        type: 'file.created',
        data: { ...written, name: 'a.csv', mediaType: 'text/csv', bytes: 5, blob: hashText(text) },
      },
      {
        type: 'file.updated',
        data: {
          ...{ ...written, effectId: 'e2', version: 2, name: 'a.csv' },
          ...{ mediaType: 'image/png', bytes: 40, blob: hashBytes(picture) },
        },
      },
    ]);
    const http = {
      page: async () => ({ entries, head: entries.length }),
      getBlob: async () => new TextEncoder().encode(text),
    };
    const whole = await exportRun(http, 'run', { pictures: true, getPicture: async () => picture });
    const lines = whole.trimEnd().split('\n').slice(entries.length);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      { blob: hashText(text), text },
      { blob: hashBytes(picture), mediaType: 'image/png', base64: encodeBase64(picture) },
    ]);
  });

  it('[TC5] holds long arguments and results of tools', async () => {
    const [calls, result] = ['['.padEnd(20_000, ' '), 'y'.repeat(20_000)];
    const blobOf = (text: string) => ({ kind: 'blob', hash: hashText(text), bytes: text.length }) as const;
    const end = {
      outcome: 'ok',
      retry: 'never',
      toolCalls: blobOf(calls),
      costMicroUsd: 0,
      durationMs: 1,
    } as const;
    const turn = {
      nodeId: 'n0',
      round: 0,
      turn: 1,
      callId: 'c',
      index: 0,
      tool: 'read_input',
      category: 'read',
    } as const;
    const entries = numbered([
      startedFact(planOf(1, [])),
      { type: 'call.ended', data: { callId: 'c', nodeId: 'n0', end } },
      { type: 'agent.tool_call', data: { ...turn, phase: 'done', result: blobOf(result) } },
    ]);
    const blobs = new Map([calls, result].map((text) => [hashText(text), new TextEncoder().encode(text)]));
    const http = {
      page: async () => ({ entries, head: entries.length }),
      getBlob: async (_runId: string, hash: string) => blobs.get(hash) ?? new Uint8Array(),
    };
    const whole = await exportRun(http, 'run', { pictures: false, getPicture: async () => new Uint8Array() });
    const lines = whole.trimEnd().split('\n').slice(entries.length);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      { blob: hashText(calls), text: calls },
      { blob: hashText(result), text: result },
    ]);
  });

  it('is as large as was said before it was made', async () => {
    const { weigh, size } = setUp([png(1), png(2, 40_000), png(1)], ['x'.repeat(20_000)]);
    const weight = await weigh();
    expect(weight).toMatchObject({ pictures: 2, fitting: 2, textBytes: await size(false) });
    const whole = await size(true);
    expect(Math.abs(weight.textBytes + weight.pictureBytes - whole)).toBeLessThan(40);

    const tooMuch = setUp([png(1), png(2, LIMITS.runFilePictureBytes)]);
    expect(await tooMuch.weigh()).toMatchObject({ pictures: 2, fitting: 1 });
  });

  it('leaves out what is gone, what is no picture, and what is too much', async () => {
    const [gone, text, fits] = [png(1), new TextEncoder().encode('<svg/>'), png(2)];
    const tooMuch = png(3, LIMITS.runFilePictureBytes);
    const { known, linesOf } = setUp([gone, text, fits, tooMuch]);
    known.delete(hashBytes(gone));
    expect((await linesOf(true)).map(({ blob }) => blob)).toEqual([hashBytes(fits)]);
  });
});
