import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import { PicturesIn, type PicturesInPorts } from './pictures-in.svelte.ts';

type Prepared = Awaited<ReturnType<PicturesInPorts['prepare']>>;

const REFUSED: Prepared = { ok: false, error: weftError('not-a-picture', 'This file is no picture.') };
const prepared = (width: number, note: string | null = null): Prepared => ({
  ok: true,
  bytes: new Uint8Array(width),
  width,
  height: 3,
  note,
});

/** Answers come when the test says so. */
function testPictures() {
  const answers: ((answer: Prepared) => void)[] = [];
  const changes: (readonly [string, string, unknown])[] = [];
  const editor = {
    readOnly: false,
    nodeById: new Map([['n1', {} as never]]),
    setConfig: (nodeId: string, key: string, value: unknown) => void changes.push([nodeId, key, value]),
  };
  const pictures = new PicturesIn({
    prepare: () => new Promise((resolve) => answers.push(resolve)),
    add: async (bytes) => ({
      ok: true,
      picture: { blob: 'a'.repeat(64), mediaType: 'image/jpeg', bytes: bytes.byteLength },
    }),
    editor,
  });
  return { pictures, answers, changes, editor };
}

const file = (name: string) => new File(['…'], name);

describe('[PI25] pictures on their way into a field', () => {
  it('change the document once, when they are ready', async () => {
    const { pictures, answers, changes } = testPictures();
    const put = pictures.put('n1', 'image', file('harbour.jpg'));
    expect(pictures.stateOf('n1', 'image')).toEqual({ kind: 'preparing', name: 'harbour.jpg' });
    expect(changes).toEqual([]);
    answers[0]?.(prepared(4));
    expect(await put).toBe(true);
    const value = {
      blob: 'a'.repeat(64),
      mediaType: 'image/jpeg',
      bytes: 4,
      name: 'harbour.jpg',
      width: 4,
      height: 3,
    };
    expect(changes).toEqual([['n1', 'image', value]]);
    expect(pictures.stateOf('n1', 'image')).toBeNull();
  });

  it('that are refused change nothing and say why at the field', async () => {
    const { pictures, answers, changes } = testPictures();
    const put = pictures.put('n1', 'image', file('notes.png'));
    answers[0]?.(REFUSED);
    expect(await put).toBe(false);
    expect(changes).toEqual([]);
    expect(pictures.stateOf('n1', 'image')).toMatchObject({ kind: 'refused', name: 'notes.png' });
    expect(pictures.stateOf('n1', 'other')).toBeNull();
  });

  it('give way to the one that came after them', async () => {
    const { pictures, answers, changes } = testPictures();
    const [first, second] = [file('first.jpg'), file('second.jpg')].map((f) =>
      pictures.put('n1', 'image', f),
    );
    answers[1]?.(prepared(2, 'It moves.'));
    expect(await second).toBe(true);
    answers[0]?.(prepared(1));
    expect(await first).toBe(false);
    expect(changes).toHaveLength(1);
    expect(pictures.stateOf('n1', 'image')).toEqual({ kind: 'note', text: 'It moves.' });
    pictures.remove('n1', 'image');
    expect(changes.at(-1)).toEqual(['n1', 'image', null]);
    expect(pictures.stateOf('n1', 'image')).toBeNull();
  });

  it('are not put in by whoever may only read, nor into a node that has gone', async () => {
    const { pictures, answers, changes, editor } = testPictures();
    const late = pictures.put('n1', 'image', file('late.jpg'));
    editor.nodeById.clear();
    answers[0]?.(prepared(1));
    expect(await late).toBe(false);
    editor.readOnly = true;
    expect(await pictures.put('n1', 'image', file('mine.jpg'))).toBe(false);
    expect(pictures.stateOf('n1', 'image')).toMatchObject({ error: { code: 'not-allowed' } });
    expect([changes, answers.length]).toEqual([[], 1]);
  });
});
