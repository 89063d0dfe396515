import type { QuickJSWASMModule } from 'quickjs-emscripten-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonValue } from '#shared/json.ts';
import { evaluate, type CodeLimits } from './evaluate.ts';
import { loadQuickjs } from './load-quickjs.ts';

/** The real interpreter. Its clock is the number of times that it was looked at, so that no test waits. */
let quickjs: QuickJSWASMModule;
beforeEach(async () => {
  quickjs = await loadQuickjs();
});

function ticking(): () => number {
  let looks = 0;
  return () => (looks += 1);
}

const run = (code: string, input: JsonValue = null, limits: Partial<CodeLimits> = {}) =>
  evaluate(quickjs, { code, input }, { now: ticking(), limits: { codeMs: 200, ...limits } });
const valueOf = (body: string, input: JsonValue = null) => {
  const { evaluation } = run(`export default (input) => { ${body} }`, input);
  return evaluation.ok ? evaluation.value : evaluation.error.message;
};
const faultOf = (code: string, limits: Partial<CodeLimits> = {}) => {
  const { evaluation, isBroken } = run(code, null, limits);
  return evaluation.ok ? { value: evaluation.value } : { ...evaluation.error, isBroken };
};

describe('a function', () => {
  it('gets JSON and returns JSON', () => {
    const input = { text: 'a\u2028"ß', list: [1, 2.5, null, true] };
    expect(valueOf('return input', input)).toEqual(input);
    expect(valueOf('return [1, undefined, () => 1, NaN]')).toEqual([1, null, null, null]);
    expect(valueOf('return { at: { toJSON: () => "there" } }')).toEqual({ at: 'there' });
  });

  it('may be a declaration, have helpers beside it, and promise its result', () => {
    expect(
      run('const twice = (x) => x * 2;\nexport default function (input) { return twice(input); }', 21),
    ).toEqual({ evaluation: { ok: true, value: 42 }, isBroken: false });
    expect(valueOf('return Promise.resolve(1).then((x) => x + 1)')).toBe(2);
    expect(run('const late = await Promise.resolve(7); export default async () => late').evaluation).toEqual({
      ok: true,
      value: 7,
    });
  });

  it('[SB1] finds nothing but the language', () => {
    const names = [
      'fetch XMLHttpRequest WebSocket EventSource importScripts Worker navigator location self window',
      'document console process require module exports performance crypto setTimeout setInterval queueMicrotask',
      'postMessage indexedDB caches Date WebAssembly WeakRef FinalizationRegistry Intl std os scriptArgs print',
    ].flatMap((line) => line.split(' '));
    expect(valueOf(`return ${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual([]);
    expect(valueOf('return typeof Math.random')).toBe('undefined');
    expect(valueOf('return Function("return this")() === globalThis')).toBe(true);
    expect(valueOf('return (0, eval)("typeof process")')).toBe('undefined');
  });

  it('[SB1] imports nothing', () => {
    expect(faultOf('import fs from "fs"; export default () => 1')).toMatchObject({
      message: expect.stringContaining('“fs” cannot be imported'),
    });
    expect(faultOf('export default () => import("https://example.org/x.js")')).toMatchObject({
      code: 'code-failed',
      message: expect.stringContaining('cannot be imported'),
    });
  });

  it('[SB2] comes to the same twice, and leaves nothing behind for the next', () => {
    const code = `globalThis.seen = (globalThis.seen ?? 0) + 1;
      Array.prototype.extra = 1; Object.prototype.stain = 'x'; JSON.parse = () => 'mine';
      export default () => [globalThis.seen, Math.sin(1), [3, 1, 2].sort()]`;
    const first = run(code);
    expect(run(code)).toEqual(first);
    expect(valueOf('return ["extra" in [], "stain" in {}, JSON.parse("1")]')).toEqual([false, false, 1]);
    expect('stain' in {}).toBe(false);
  });

  it('[SB3] cannot change what its result is read with, nor the world outside', () => {
    expect(
      valueOf('JSON.stringify = () => "[666]"; String.prototype.toString = () => "no"; return { a: 1 }'),
    ).toEqual({ a: 1 });
    const value = valueOf(`return JSON.parse('{"__proto__":{"polluted":1},"constructor":{"x":2}}')`);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
    expect(valueOf('return input.constructor.constructor("return typeof process")()', {})).toBe('undefined');
  });
});

describe('limits', () => {
  const endless = {
    'a loop': 'export default () => { for (;;); }',
    'a loop beside the function': 'for (;;); export default () => 1',
    'a loop that catches':
      'export default () => { for (;;) try { for (;;); } catch {} finally { continue } }',
    'a pattern': 'export default () => /^(a+)+$/.test("a".repeat(60) + "b")',
    'promises of promises':
      'export default () => new Promise(() => { const f = () => Promise.resolve().then(f); f(); })',
    'a getter of what is thrown': 'export default () => { throw { get message() { for (;;); } }; }',
    'what is thrown, its stack a loop':
      'export default () => { const e = new Error("x"); Object.defineProperty(e, "stack", { get() { for (;;); } }); throw e; }',
    toJSON: 'export default () => ({ toJSON() { for (;;); } })',
    'a proxy': 'export default () => new Proxy({}, { ownKeys() { for (;;); }, get() { for (;;); } })',
    sorting: 'export default () => Array.from({ length: 1e5 }, (_, i) => i).sort(() => { for (;;); })',
  };
  it.each(Object.entries(endless))('[SB4] %s that never ends is stopped', (_name, code) => {
    expect(faultOf(code, { codeMs: 60 })).toMatchObject({
      code: 'code-failed',
      field: 'code',
      isBroken: false,
    });
    expect(valueOf('return 1 + 1')).toBe(2);
  });

  it('[SB4] says that it was too long, and where', () => {
    const { message } = faultOf('export default () => {\n  for (;;) Math.abs(1);\n}') as { message: string };
    expect(message).toContain('within 2 seconds');
    expect(message).toMatch(/in line [12]\b/);
  });

  const hungry = {
    'a list that grows':
      'export default () => { const a = []; for (;;) a.push(new Array(1000).fill(a.length)); }',
    'a giant text': 'export default () => "x".repeat(2 ** 29)',
    'a text that doubles': 'export default () => { let s = "x"; for (;;) s += s; }',
    'a giant buffer': 'export default () => new Uint8Array(2 ** 31 - 1).length',
    'a giant list': 'export default () => new Array(2 ** 30).fill(1)',
    'a map that grows':
      'export default () => { const m = new Map(); for (let i = 0; ; i++) m.set(i, "x".repeat(1e4) + i); }',
  };
  it.each(Object.entries(hungry))('[SB4] %s ends at the memory it may have', (_name, code) => {
    expect(faultOf(code, { codeMs: 1e9 })).toMatchObject({
      code: 'code-failed',
      message: expect.stringMatching(/more than 64 MiB of memory|string too long|array length/),
    });
    expect(quickjs.getWasmMemory().buffer.byteLength).toBeLessThanOrEqual(80 * 1024 * 1024);
  });

  it('[SB4] says so when memory was it', () => {
    expect(faultOf('export default () => new Uint8Array(2 ** 30).length')).toMatchObject({
      message: 'Line 1, column 36: The code used more than 64 MiB of memory and was stopped.',
    });
  });

  const deep = {
    'a function that calls itself': 'const f = () => f() + 1; export default f',
    'a text of brackets': 'export default () => JSON.parse("[".repeat(2e5))',
    'a list in a list':
      'export default () => { let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return a; }',
    'code of brackets': 'export default () => eval("(".repeat(2e5) + "1" + ")".repeat(2e5))',
    'a chain of proxies':
      'export default () => { let p = {}; for (let i = 0; i < 2e5; i++) p = new Proxy(p, {}); return p.x; }',
    'a circle': 'export default () => { const a = {}; a.a = a; return a; }',
  };
  it.each(Object.entries(deep))(
    '[SB4] %s is a fault, and breaks at most its own interpreter',
    (_name, code) => {
      expect(faultOf(code, { codeMs: 1e9 })).toMatchObject({ code: 'code-failed', field: 'code' });
    },
  );

  it('[SB4] an interpreter that has grown is replaced, its result counts', async () => {
    expect(run('export default () => new Uint8Array(40 * 2 ** 20).length')).toEqual({
      evaluation: { ok: true, value: 40 * 1024 * 1024 },
      isBroken: true,
    });
    quickjs = await loadQuickjs();
    expect(run('export default () => 1').isBroken).toBe(false);
  });

  it('[SB4] a result larger than an output is refused before it is taken out', () => {
    expect(faultOf('export default () => "x".repeat(2e6)')).toMatchObject({ code: 'output-too-large' });
    expect(faultOf('export default () => "ß".repeat(10)', { textOutputBytes: 20 })).toMatchObject({
      code: 'output-too-large',
    });
    expect(faultOf('export default () => "x".repeat(10)', { codeInputCharacters: 2 })).toMatchObject({
      message: expect.stringContaining('More comes in'),
    });
  });
});

describe('faults', () => {
  it.each([
    ['export default () => {\n  let x = ;\n}', 'Line 2, column 11: SyntaxError: '],
    ['export default (input) =>\n  input.a.b', 'Line 2, column 8: TypeError: '],
    ['\n\nexport default () => { throw new Error("No rows") }', 'Line 3, column 39: No rows'],
    [
      'export default () =>\n  fetch("https://x.org")',
      'Line 2, column 3: “fetch” is not there. There is no network',
    ],
    ['export default () => Date.now()', '“Date” is not there. There is no clock'],
    ['export default () => console["log"](1)', 'return what you want to see'],
    ['export default () => { throw "text" }', 'it threw text'],
    ['export default () => { throw { a: 1 } }', 'it threw {"a":1}'],
    ['export default () => { throw undefined }', 'it threw an error without words'],
    ['export default async () => { throw new RangeError("far") }', 'RangeError: far'],
    ['await Promise.reject(new Error("early")); export default () => 1', 'early'],
    ['export default 5', 'The code exports no function.'],
    ['const x = 1', 'The code exports no function.'],
    ['export default () => {}', 'The code returned nothing that could go on.'],
    ['export default () => Symbol("x")', 'The code returned nothing that could go on.'],
    ['export default () => new Promise(() => {})', 'waits for something that never comes'],
    ['export default () => 1n', 'TypeError'],
  ])('[SB5] %j says what and where', (code, words) => {
    expect(faultOf(code)).toMatchObject({
      code: 'code-failed',
      field: 'code',
      message: expect.stringContaining(words),
    });
  });

  it('[SB5] words of its own making stay short', () => {
    const { message } = faultOf('export default () => { throw new Error("x".repeat(1e5)) }') as {
      message: string;
    };
    expect(message.length).toBeLessThan(600);
    const odd = faultOf('export default () => { throw "y".repeat(1e5) }') as { message: string };
    expect(odd.message.length).toBeLessThan(600);
  });
});
