import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../protocol/limits.ts';
import type { Fact } from './events.ts';
import { distinctFileName, fileNameKey, fileNameProblem } from './file-name.ts';
import { fileTypeOf, withEnding } from './file-type.ts';
import { foldEntries } from './reduce.ts';
import { findWriting } from './select-file.ts';
import { emptyRun } from './state.ts';
import { numbered, planOf, SOME_HASH, startedFact } from './testing.ts';

describe('names of files', () => {
  it.each(['report.md', 'Ein Brief an Zoë.txt', 'a', '図.png', 'data (2).csv', 'console.md', 'v1.2.json'])(
    '[FI4] %j is one',
    (name) => expect(fileNameProblem(name)).toBeNull(),
  );

  it.each([
    ['', 'name'],
    ['a/b', '/'],
    ['..\\x', '/'],
    ['a:b', '/'],
    ['what?', '/'],
    ['a\nb', 'seen'],
    ['a\u202egnp.exe', 'seen'],
    ['a\u200b', 'seen'],
    ['\ud800.md', 'seen'],
    [' a', 'begin'],
    ['a.', 'begin'],
    ['..', 'begin'],
    ['.htaccess', 'begin'],
    ['NUL', 'Windows'],
    ['com1.txt', 'Windows'],
    ['x'.repeat(121), '120'],
  ])('[FI4] %j is none', (name, word) => expect(fileNameProblem(name)).toContain(word));

  it('[FI2] stay apart, within their length, with the same ending', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: LIMITS.fileNameCharacters })
      .filter((text) => fileNameProblem(text) === null);
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 30 }), (asked, count) => {
        const taken = new Set<string>();
        for (let index = 0; index < count; index += 1) {
          const given = distinctFileName(asked, (key) => taken.has(key));
          if (index === 0) expect(given).toBe(asked);
          expect(taken.has(fileNameKey(given))).toBe(false);
          expect(fileNameProblem(given)).toBeNull();
          expect(fileTypeOf(given)).toBe(fileTypeOf(asked));
          taken.add(fileNameKey(given));
        }
      }),
    );
  });

  it.each([
    ['report', 'text/markdown', 'report.md'],
    ['report.MD', 'text/markdown', 'report.MD'],
    ['page.html', 'text/plain', 'page.html.txt'],
    ['photo.png', 'image/jpeg', 'photo.png.jpg'],
    ['photo.JPEG', 'image/jpeg', 'photo.JPEG'],
    ['v1.2', 'application/json', 'v1.2.json'],
  ] as const)('[FI4] %j as %s is saved as %j', (name, type, saved) =>
    expect(withEnding(name, type)).toBe(saved),
  );
});

const written = { round: 0, mediaType: 'text/plain', bytes: 3, blob: SOME_HASH } as const;
const created = (effectId: string, name: string): Fact => ({
  type: 'file.created',
  data: { ...written, effectId, fileId: effectId, nodeId: 'n0', name },
});
const updated = (effectId: string, fileId: string, version: number): Fact => ({
  type: 'file.updated',
  data: { ...written, effectId, fileId, nodeId: 'n0', name: 'a.txt', bytes: version, version },
});

describe('the fold of files', () => {
  const log = numbered([
    startedFact(planOf(1, [])),
    created('e1', 'a.txt'),
    created('e2', 'b.txt'),
    updated('e3', 'e1', 2),
    created('e1', 'again.txt'),
    updated('e4', 'e1', 2),
    updated('e5', 'nothing', 2),
  ]);
  const run = foldEntries(emptyRun('run'), log);

  it('[RL4] keeps each file once, as it was last written, with all its versions', () => {
    expect(run.files.map(({ name, version, bytes }) => [name, version, bytes])).toEqual([
      ['a.txt', 2, 2],
      ['b.txt', 1, 3],
    ]);
    expect(run.files[0]?.versions.map(({ effectId, at }) => [effectId, at])).toEqual([
      ['e1', 1_002],
      ['e3', 1_004],
    ]);
    const early = foldEntries(emptyRun('run'), log.slice(0, 4));
    expect(foldEntries(early, log.slice(4)).files).toBe(early.files);
    expect(early.files).toEqual(run.files);
  });

  it('finds what an effect wrote', () => {
    expect(findWriting(run, 'e3')?.version).toMatchObject({ effectId: 'e3', bytes: 2 });
    expect(findWriting(run, 'e1')?.file.name).toBe('a.txt');
    expect(findWriting(run, 'e4')).toBeNull();
  });
});
