import { describe, expect, it } from 'vitest';
import { createTestDoc, createTestFlowRoom } from './testing.ts';

describe('the document of a room', () => {
  it('[DO1] gives an acknowledged edit to others, and has it after a restart', async () => {
    const test = createTestFlowRoom();
    const [ann, ben] = [createTestDoc(101), createTestDoc(102)];
    test.connect('a', test.grant('ann'));
    test.connect('b', test.grant('ben'));
    ben.read(test.send('b', ben.syncFrame()));
    test.take('b');
    ann.setNode('n1', { type: 'llm' });
    for (const update of ann.takeUpdates())
      expect(test.update('a', update)).toMatchObject({ ok: true, n: 1 });
    ben.read(test.take('b'));
    expect(ben.doc.getMap('nodes').toJSON()).toEqual({ n1: { type: 'llm' } });
    await test.restart();
    test.connect('c', test.grant('cleo'));
    const cleo = createTestDoc(103);
    cleo.read(test.send('c', cleo.syncFrame()));
    expect(cleo.doc.getMap('nodes').toJSON()).toEqual({ n1: { type: 'llm' } });
  });
});
