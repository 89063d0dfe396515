import { afterEach, expect, test } from 'vitest';
import { readClip, readFlowFile } from './reading.ts';

afterEach(() => {
  delete (globalThis as { broken?: unknown }).broken;
});

const RUNS = 'globalThis.broken = 1';
const FLOW = '{"formatVersion":1,"id":"a","name":"A","nodes":[],"edges":[]}';

test.each([
  `(${RUNS}, ${FLOW})`,
  `{"id":"a","nodes":[],"name":(${RUNS})}`,
  `{"id":"a","nodes":[],"name":\`\${${RUNS}}\`}`,
  `{"id":"a","nodes":[],[${RUNS}]:1}`,
  `${FLOW}; ${RUNS}`,
  `import("data:text/javascript,${RUNS}")`,
])('[SE1] a file is data: one that is a program is refused, and does not run: %s', (text) => {
  expect(readFlowFile(text)).toMatchObject({ ok: false, error: { code: 'not-a-flow' } });
  expect(readClip(text)).toMatchObject({ ok: false, error: { code: 'not-a-flow' } });
  expect(globalThis).not.toHaveProperty('broken');
});

test('[SE1] names of what every object has are names in a file, and change nothing', () => {
  const text = `{"id":"a","nodes":[],"__proto__":{"broken":1},"settings":{"__proto__":{"broken":1}}}`;
  const read = readFlowFile(text);
  expect(read.ok).toBe(true);
  expect(({} as { broken?: number }).broken).toBeUndefined();
  expect(read.ok && 'broken' in read.document).toBe(false);
});
