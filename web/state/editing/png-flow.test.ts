import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyFlow, type FlowDocument } from '#shared/graph/document.ts';
import type { JsonValue } from '#shared/json.ts';
import { flowFileText } from '#shared/graph/save.ts';
import { readPngText, withPngText } from './png-chunks.ts';
import { crc32 } from '#shared/crc32.ts';
import { flowInPicture, pictureWithFlow, PNG_FLOW_KEYWORD } from './png-flow.ts';
import { readFlowFile } from './reading.ts';

/** One transparent pixel; sums as an encoder wrote them. */
const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
);
const HEADER_END = 33;

/** A chunk with any flag, and its true sum unless another is given. */
function chunk(type: string, data: Uint8Array, sum?: number): Uint8Array {
  const named = new Uint8Array([...new TextEncoder().encode(type), ...data]);
  const whole = new Uint8Array(named.length + 8);
  new DataView(whole.buffer).setUint32(0, data.length);
  whole.set(named, 4);
  new DataView(whole.buffer).setUint32(named.length + 4, sum ?? crc32(named));
  return whole;
}

const spliced = (inner: Uint8Array) =>
  new Uint8Array([...PIXEL.subarray(0, HEADER_END), ...inner, ...PIXEL.subarray(HEADER_END)]);
const flowChunk = (rest: string, sum?: number) =>
  spliced(chunk('iTXt', new TextEncoder().encode(`${PNG_FLOW_KEYWORD}\0${rest}`), sum));

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const anyId = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const anyFlow: fc.Arbitrary<FlowDocument> = fc
  .uniqueArray(
    fc.record({
      id: anyId,
      type: anyId,
      version: fc.integer({ min: 1, max: 9 }),
      position: fc.record({ x: fc.integer({ min: -9e5, max: 9e5 }), y: fc.integer({ min: -9e5, max: 9e5 }) }),
      config: fc.dictionary(anyId, fc.oneof(anyText, fc.boolean(), fc.integer()) as fc.Arbitrary<JsonValue>),
    }),
    { maxLength: 12, selector: (node) => node.id },
  )
  .map((nodes) => ({ ...emptyFlow('a-flow', 'Any flow'), nodes }));

describe('a flow in a picture', () => {
  it('sums as the PNG specification does', () => {
    expect(crc32(new TextEncoder().encode('IEND'))).toBe(0xae426082);
  });

  it('[PF1] comes back as it went in, whatever its words are', () => {
    fc.assert(
      fc.property(anyFlow, (document) => {
        const text = flowFileText(document);
        const found = flowInPicture(pictureWithFlow(PIXEL, text));
        expect(found).toEqual({ ok: true, text });
        expect(readFlowFile(text)).toEqual(readFlowFile(found?.ok ? found.text : ''));
      }),
    );
  });

  it('[PF1] leaves the picture as it was but for the chunk', () => {
    const whole = withPngText(PIXEL, PNG_FLOW_KEYWORD, 'x');
    expect(whole.subarray(0, HEADER_END)).toEqual(PIXEL.subarray(0, HEADER_END));
    expect(whole.subarray(-(PIXEL.length - HEADER_END))).toEqual(PIXEL.subarray(HEADER_END));
    expect(() => withPngText(new Uint8Array(60), 'weft-flow', 'x')).toThrow(RangeError);
    expect(() => withPngText(PIXEL, 'weft\0flow', 'x')).toThrow(RangeError);
  });

  it('[PF2] is none in a picture without one, in other files and in text of other programs', () => {
    for (const bytes of [
      PIXEL,
      new Uint8Array(0),
      PIXEL.subarray(0, 12),
      spliced(chunk('iTXt', new TextEncoder().encode('weft-flower\0\0\0\0\0{}'))),
      spliced(chunk('tEXt', new TextEncoder().encode('workflow\0{}'))),
    ])
      expect(flowInPicture(bytes)).toBeNull();
  });

  it('[PF2] is refused with words when its chunk is cut off, changed, packed or no text', () => {
    const whole = pictureWithFlow(PIXEL, 'a flow of some length');
    const cases: (readonly [Uint8Array, RegExp])[] = [
      [whole.subarray(0, HEADER_END + 30), /ends in the middle/],
      [flowChunk('\0\0\0\0{}', 7), /changed on its way/],
      [flowChunk('\u0001\0\0\0{}'), /packed/],
      [flowChunk('\0\0'), /not readable text/],
      [
        spliced(
          chunk('iTXt', new Uint8Array([...new TextEncoder().encode('weft-flow\0\0\0\0\0'), 0xff, 0xfe])),
        ),
        /not readable text/,
      ],
    ];
    for (const [bytes, words] of cases) {
      expect(flowInPicture(bytes)).toMatchObject({ ok: false, error: { code: 'not-a-flow' } });
      expect(flowInPicture(bytes)).toMatchObject({ error: { message: expect.stringMatching(words) } });
    }
  });

  it('[PF2] no bytes at all make the reader throw or run on', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        const bytes = new Uint8Array([...PIXEL.subarray(0, HEADER_END), ...noise]);
        expect(['text', 'none', 'damaged']).toContain(readPngText(bytes, PNG_FLOW_KEYWORD).kind);
      }),
    );
    const lengths = spliced(
      new Uint8Array([0xff, 0xff, 0xff, 0xff, ...new TextEncoder().encode('iTXtweft-flow\0')]),
    );
    expect(readPngText(lengths, PNG_FLOW_KEYWORD)).toEqual({ kind: 'damaged', why: 'cut-off' });
  });
});
