import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { leanYjs } from './lean-yjs.ts';

const whole = createRequire(import.meta.url)
  .resolve('yjs')
  .replace(/[^/\\]+$/, 'yjs.mjs');
const folder = mkdtempSync(join(tmpdir(), 'weft-yjs-'));
symlinkSync(whole.replace(/[/\\]yjs[/\\]dist[/\\]yjs\.mjs$/, ''), join(folder, 'node_modules'));
const source = readFileSync(whole, 'utf8').replace(/\/\/# sourceMappingURL.*/, '');
writeFileSync(join(folder, 'yjs.mjs'), leanYjs(source));
const lean = (await import(/* @vite-ignore */ join(folder, 'yjs.mjs'))) as typeof Y;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A document as somebody may send it who has all of Yjs. */
function strange(): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = 7;
  const nodes = doc.getMap('nodes');
  const element = new Y.XmlElement('p');
  nodes.set('known', new Y.Map([['label', 'a step']]));
  nodes.set('element', element);
  element.setAttribute('class', 'warm');
  element.insert(0, [new Y.XmlText('some '), new Y.XmlElement('b')]);
  nodes.set('hook', new Y.XmlHook('video'));
  const text = new Y.XmlText('one two');
  nodes.set('text', text);
  text.format(0, 3, { bold: true });
  text.delete(4, 3);
  nodes.set('fragment', new Y.XmlFragment());
  nodes.set('list', Y.Array.from([1, 'two', new Y.Map([['three', 3]]), new Y.Text('four')]));
  const words = new Y.Text('plain and bold');
  nodes.set('words', words);
  words.format(10, 4, { bold: true });
  words.insertEmbed(0, { embedded: true });
  words.delete(1, 6);
  nodes.set('gone', new Y.XmlElement('i'));
  nodes.delete('gone');
  doc.getXmlFragment('roots').insert(0, [new Y.XmlElement('h1')]);
  doc.getArray('row').push(['a', 'b']);
  doc.getText('line').insert(0, 'abc');
  return doc;
}

describe('[DO1] Yjs without its lists, texts and XML', () => {
  test('reads what others wrote with it, and hands it on as it was', () => {
    const update = Y.encodeStateAsUpdate(strange());
    const doc = new lean.Doc();
    lean.applyUpdate(doc, update);
    expect(lean.encodeStateAsUpdate(doc)).toEqual(update);
    expect(doc.getMap('nodes').get('known')).toBeInstanceOf(lean.Map);
    const keys = ['element', 'fragment', 'hook', 'known', 'list', 'text', 'words'];
    expect([...doc.getMap('nodes').keys()].sort()).toEqual(keys);
  });

  test('agrees with the whole of it about edits from both sides', () => {
    const theirs = strange();
    const ours = new lean.Doc();
    lean.applyUpdate(ours, Y.encodeStateAsUpdate(theirs));
    ours.getMap('nodes').delete('element');
    ours.getMap('nodes').set('mine', new lean.Map([['label', 'mine']]));
    (theirs.getMap('nodes').get('text') as Y.XmlText).insert(0, 'zero ');
    (theirs.getMap('nodes').get('words') as Y.Text).applyDelta([
      { retain: 2 },
      { insert: 'more', attributes: { bold: true } },
    ]);
    (theirs.getMap('nodes').get('list') as Y.Array<unknown>).delete(0, 2);
    (theirs.getMap('nodes').get('list') as Y.Array<unknown>).insert(1, ['between']);
    (theirs.getMap('nodes').get('element') as Y.XmlElement).insert(0, [new Y.XmlElement('i')]);
    Y.applyUpdate(theirs, lean.encodeStateAsUpdate(ours, Y.encodeStateVector(theirs)));
    lean.applyUpdate(ours, Y.encodeStateAsUpdate(theirs, lean.encodeStateVector(ours)));
    expect(lean.encodeStateVector(ours)).toEqual(Y.encodeStateVector(theirs));
    const again = new Y.Doc();
    Y.applyUpdate(again, lean.encodeStateAsUpdate(ours));
    expect(again.getMap('nodes').toJSON()).toEqual(theirs.getMap('nodes').toJSON());
  });

  test('takes an edit of it back without knowing what it is', () => {
    const doc = new lean.Doc();
    lean.applyUpdate(doc, Y.encodeStateAsUpdate(strange()));
    const nodes = doc.getMap('nodes');
    const undo = new lean.UndoManager(nodes);
    for (const key of ['element', 'list', 'words']) nodes.delete(key);
    undo.undo();
    const whole = new Y.Doc();
    Y.applyUpdate(whole, lean.encodeStateAsUpdate(doc));
    expect(String(whole.getMap('nodes').get('element'))).toMatch(/^<p class="warm">/);
    const { list, words } = strange().getMap('nodes').toJSON();
    expect(whole.getMap('nodes').toJSON()).toMatchObject({ list, words });
  });

  test('is refused when Yjs has changed', () => {
    expect(() => leanYjs('export {}')).toThrow('lean-yjs');
  });
});
