import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeLinkSchema, makeLinkSchema, makeVersionSchema, presenceSchema } from './flow-messages.ts';
import { givenName, seenName } from './given-name.ts';
import { commandBodySchema, startRunSchema } from './requests.ts';
import { changeGrantSchema, makeGrantSchema, makeRingSchema, putKeySchema } from './vault-messages.ts';

describe('names that people give', () => {
  it.each([
    ['Ann', 'Ann'],
    ['Zoë  Ñandú 李 🧑‍🚀', 'Zoë  Ñandú 李 🧑‍🚀'],
    ['می‌خواهم', 'می‌خواهم'],
    ['Ann\u202e 00.2$ fo 00.0$', 'Ann 00.2$ fo 00.0$'],
    ['a\r\nset-cookie: b=c', 'a set-cookie: b=c'],
    ['two\u2028lines\u0000', 'two lines '],
    ['\u2066hid\u200bden\u2069\ufeff\ud800', 'hidden'],
  ])('[SE2] %j is seen as %j', (given, seen) => expect(seenName(given)).toBe(seen));

  it('[SE2] hold nothing unseen, and seen once more they are the same', () => {
    const sign = fc.constantFrom(...'aé李🧑\u200d\u202e\u2066\u200b\r\n\0\u2028\ud800');
    fc.assert(
      fc.property(fc.string({ unit: sign }), (given) => {
        const seen = seenName(given);
        expect(seen).not.toMatch(/[\u202a-\u202e\u2066-\u2069\r\n\0]/);
        expect(seenName(seen)).toBe(seen);
      }),
    );
  });

  it('are counted as they are seen', () => {
    expect(givenName().safeParse(`${'\u202e'.repeat(500)}Ann`).data).toBe('Ann');
    expect(givenName({ shortest: 1 }).safeParse('\u202e').success).toBe(false);
    expect(givenName().safeParse('x'.repeat(101)).success).toBe(false);
  });

  it('[SE2] are read so wherever one is given', () => {
    const given = 'A\u202enn\n';
    const budget = { perRunMicroUsd: null, perDayMicroUsd: 1, totalMicroUsd: null };
    const [ringId, secret] = ['r'.repeat(22), 's'.repeat(22)];
    const presence = { colour: 1, cursor: null, selection: [], viewport: null, editing: null };
    const claim = { hostId: 'h', visible: true, name: given };
    const answer = { approvalId: 'a'.repeat(32), name: given, outcome: 'approve' };
    const read = [
      presenceSchema.parse({ ...presence, watching: null, visible: true, name: given }),
      makeLinkSchema.parse({ role: 'viewer', name: given, endsAt: null }),
      changeLinkSchema.parse({ name: given }),
      makeVersionSchema.parse({ name: given, by: 'Ann' }),
      { name: makeVersionSchema.parse({ name: 'v', by: given }).by },
      commandBodySchema.parse({ type: 'host.claim', data: claim }).data,
      commandBodySchema.parse({ type: 'approval.resolve', data: answer }).data,
      { name: startRunSchema.shape.name.parse(given) },
      makeRingSchema.parse({ ringId, secret, name: given }),
      putKeySchema.parse({ provider: 'openai', key: 'k'.repeat(8), name: given }),
      makeGrantSchema.parse({ flowToken: 't', name: given, providers: ['openai'], budget, endsAt: null }),
      changeGrantSchema.parse({ name: given }),
    ];
    expect(read.map((one) => (one as { name?: string }).name)).toEqual(read.map(() => 'Ann '));
  });
});
