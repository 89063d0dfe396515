import { describe, expect, it } from 'vitest';
import type { FlowDocument } from '#shared/graph/document.ts';
import type { FlowVersion } from '#shared/protocol/flow-messages.ts';
import type { Result } from '#shared/result.ts';
import { weftError } from '#shared/run/errors.ts';
import { createFlowDoc } from '../collab/document.ts';
import { readDocument } from '../collab/read-document.ts';
import { createFlowEditor } from './flow-editor.ts';
import { testEditor, testFlow, testNode } from './testing.ts';
import { Versions } from './versions.svelte.ts';

const lost = weftError('relay-unreachable', 'Gone.', { retryable: true });

/** A flow, and a relay that names what it has. */
function world(document: FlowDocument = testFlow([testNode('a', 'prompt')])) {
  const doc = createFlowDoc(document.id);
  doc.load(document);
  const editor = createFlowEditor({ doc, definitions: testEditor(document).definitions });
  const room = { isLost: false, isSettled: true, versions: [] as FlowVersion[], asked: [] as string[] };
  const documents = new Map<string, Uint8Array>();
  const answer = <T>(work: () => T): Promise<Result<T>> =>
    Promise.resolve(room.isLost ? { ok: false, error: lost } : { ok: true, value: work() });
  const versions = new Versions({
    port: {
      versions: () => answer(() => room.versions),
      makeVersion: (wish) =>
        answer(() => {
          const version = { ...wish, versionId: `v${room.versions.length}`, at: 1, personId: 'p' };
          room.versions = [version, ...room.versions];
          documents.set(version.versionId, doc.encode());
          return version;
        }),
      removeVersion: async (versionId) => {
        if (room.isLost) return { ok: false, error: lost };
        const isThere = room.versions.some((version) => version.versionId === versionId);
        room.versions = room.versions.filter((version) => version.versionId !== versionId);
        return isThere
          ? { ok: true, value: null }
          : { ok: false, error: weftError('not-found', 'There is nothing here.') };
      },
      versionDocument: (versionId) => {
        room.asked.push(versionId);
        return answer(() => documents.get(versionId) ?? new Uint8Array([255, 255]));
      },
    },
    readDocument: (bytes) => readDocument(document.id, bytes),
    settled: async () => (room.isSettled ? { ok: true, value: null } : { ok: false, error: lost }),
    replace: (next) =>
      editor.replaceWith(next, 'Restore version')
        ? { ok: true, value: null }
        : { ok: false, error: weftError('not-allowed', 'No.') },
    by: () => 'Ada',
  });
  return { editor, versions, room };
}

const names = (versions: Versions) => versions.items.map((version) => version.name);
const text = (document: FlowDocument) => document.nodes.map((node) => node.config['text']);

describe('named versions of a flow', () => {
  it('a named state is listed and can be looked at later', async () => {
    const { editor, versions, room } = world();
    editor.setConfig('a', 'text', 'first');
    const then = editor.document;
    expect(await versions.name('First draft')).toBe(true);
    editor.setConfig('a', 'text', 'second');
    await versions.refresh();
    expect(versions.items).toEqual([
      { versionId: 'v0', name: 'First draft', by: 'Ada', at: 1, personId: 'p' },
    ]);
    expect(await versions.document('v0')).toEqual({ ok: true, value: then });
    await versions.document('v0');
    expect(room.asked).toEqual(['v0']);
  });

  it('[SH3] restoring is one undo step, and what was there is a version of its own', async () => {
    const { editor, versions } = world();
    editor.setConfig('a', 'text', 'first');
    await versions.name('First draft');
    const [first] = versions.items;
    if (first === undefined) throw new Error('no version');
    editor.endTyping();
    editor.setConfig('a', 'text', 'second');
    editor.addNode('output', { x: 0, y: 0 });
    const now = editor.document;
    expect(await versions.restore(first)).toBe(true);
    expect(text(editor.document)).toEqual(['first']);
    expect(names(versions)).toEqual(['Before “First draft”', 'First draft']);
    const kept = await versions.document('v1');
    expect(kept).toEqual({ ok: true, value: now });
    expect(editor.undoLabel).toBe('Restore version');
    editor.undo();
    expect(editor.document).toEqual(now);
  });

  it('[SH3] nothing is restored when the present could not be kept', async () => {
    const { editor, versions, room } = world();
    await versions.name('First');
    const [first] = versions.items;
    if (first === undefined) throw new Error('no version');
    await versions.document('v0');
    editor.setConfig('a', 'text', 'second');
    room.isSettled = false;
    expect(await versions.restore(first)).toBe(false);
    expect(versions.problem('v0')).toEqual(lost);
    expect(text(editor.document)).toEqual(['second']);
    room.isSettled = true;
    editor.readOnly = true;
    expect(await versions.restore(first)).toBe(false);
    expect(versions.problem('v0')?.code).toBe('not-allowed');
  });

  it('failures stand where they were tried, and the list stays', async () => {
    const { versions, room } = world();
    room.isLost = true;
    await versions.refresh();
    expect([versions.state, versions.error]).toEqual(['failed', lost]);
    room.isLost = false;
    await versions.name('First');
    await versions.refresh();
    room.isLost = true;
    await versions.refresh();
    expect([versions.state, versions.error, names(versions)]).toEqual(['ready', lost, ['First']]);
    expect(await versions.name('Second')).toBe(false);
    expect(versions.problem('name')).toEqual(lost);
    expect(await versions.document('v0')).toEqual({ ok: false, error: lost });
  });

  it('[SH5] a deleted version is gone, one that could not be deleted stays and says why', async () => {
    const { versions, room } = world();
    await versions.name('First');
    await versions.name('Second');
    const [second, first] = versions.items;
    if (first === undefined || second === undefined) throw new Error('no versions');
    room.isLost = true;
    expect(await versions.remove(first)).toBe(false);
    expect([names(versions), versions.problem(first.versionId)]).toEqual([['Second', 'First'], lost]);
    room.isLost = false;
    expect(await versions.remove(first)).toBe(true);
    expect([names(versions), versions.problem(first.versionId)]).toEqual([['Second'], null]);
    // Somebody else was faster.
    room.versions = [];
    expect(await versions.remove(second)).toBe(true);
    expect(names(versions)).toEqual([]);
  });

  it('damaged bytes are said to be so', async () => {
    const { versions } = world();
    expect(await versions.document('unknown')).toMatchObject({
      ok: false,
      error: { code: 'storage-failed' },
    });
  });

  it('the name of what was before stays within its length', async () => {
    const { versions } = world();
    await versions.name('x'.repeat(100));
    const [first] = versions.items;
    if (first === undefined) throw new Error('no version');
    await versions.restore(first);
    expect(names(versions)[0]).toHaveLength(100);
    expect(names(versions)[0]).toMatch(/^Before “x+…”$/);
  });
});
