import {
  Scope,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import type { JsonValue } from '#shared/json.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import {
  CODE_FILE,
  codeFault,
  NEVER_ENDS,
  NO_FUNCTION,
  NOTHING_RETURNED,
  thrownFault,
  TOO_DEEP,
  TOO_HUNGRY,
  TOO_MUCH_INPUT,
} from './fault-words.ts';
import type { CodeWish, Evaluation } from './messages.ts';

/** What the interpreter may cost; tests lower it. */
export interface CodeLimits {
  readonly codeMs: number;
  readonly codeMemoryBytes: number;
  readonly codeInputCharacters: number;
  readonly textOutputBytes: number;
}

export interface EvaluateOptions {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  readonly limits?: Partial<CodeLimits>;
}

/** `isBroken`: the interpreter left its own rails (its stack ran over) or has grown too large; a new one has to be made. */
export type Evaluated = { readonly evaluation: Evaluation; readonly isBroken: boolean };

/** The language and nothing else: no clock, and nothing of the host. Math.random is taken away besides. */
const INTRINSICS = {
  BaseObjects: true,
  Eval: true,
  StringNormalize: true,
  RegExp: true,
  RegExpCompiler: true,
  JSON: true,
  Proxy: true,
  MapSet: true,
  TypedArrays: true,
  Promise: true,
  BigInt: true,
  Date: false,
} as const;
const WITHOUT_CHANCE = 'delete Math.random';

const JOBS_AT_ONCE = 100;
const encoder = new TextEncoder();

interface Course {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  readonly scope: Scope;
  readonly limits: CodeLimits;
  readonly isLate: () => boolean;
}

/** Carries a fault out of the depths of one evaluation; never leaves this file. */
class Fault extends Error {
  readonly error: WeftError;

  constructor(error: WeftError) {
    super(error.message);
    this.error = error;
  }
}

/**
 * Runs a person's function on an input, in a world of its own that is made for this and thrown away: what it is given
 * and what it returns are JSON. Equal wishes give equal values. It knows no worker: whoever calls it must be able to do
 * without the thread for `codeMs`.
 */
export function evaluate(quickjs: QuickJSWASMModule, wish: CodeWish, options: EvaluateOptions): Evaluated {
  const limits = { ...LIMITS, ...options.limits };
  const input = JSON.stringify(wish.input);
  if (input.length > limits.codeInputCharacters || wish.code.length > LIMITS.codeCharacters)
    return failed(codeFault(TOO_MUCH_INPUT));
  const endsAt = options.now() + limits.codeMs;
  const isLate = () => options.now() > endsAt;
  const scope = new Scope();
  try {
    const runtime = scope.manage(
      quickjs.newRuntime({
        memoryLimitBytes: limits.codeMemoryBytes,
        maxStackSizeBytes: LIMITS.codeStackBytes,
      }),
    );
    runtime.setInterruptHandler(isLate);
    const context = scope.manage(runtime.newContext({ intrinsics: INTRINSICS }));
    const outcome = valueOf({ runtime, context, scope, limits, isLate }, wish.code, input);
    scope.dispose();
    return { evaluation: outcome, isBroken: isWornOut(quickjs) };
  } catch {
    // What the interpreter throws at its host is a stack that ran over or a fault of its own: nothing in it can be
    // relied on any more, so it is not even tidied up.
    const words = sizeOf(quickjs) >= LIMITS.codeMemoryBytes ? TOO_HUNGRY : TOO_DEEP;
    return { evaluation: { ok: false, error: codeFault(words) }, isBroken: true };
  }
}

/** WebAssembly never gives memory back; what much use has left full of gaps is replaced. */
const isWornOut = (quickjs: QuickJSWASMModule): boolean => sizeOf(quickjs) > LIMITS.codeMemoryBytes / 2;

const sizeOf = (quickjs: QuickJSWASMModule): number => quickjs.getWasmMemory().buffer.byteLength;

const failed = (error: WeftError): Evaluated => ({ evaluation: { ok: false, error }, isBroken: false });

function valueOf(course: Course, code: string, input: string): Evaluation {
  try {
    return { ok: true, value: run(course, code, input) };
  } catch (caught) {
    if (caught instanceof Fault) return { ok: false, error: caught.error };
    throw caught;
  }
}

function run(course: Course, code: string, input: string): JsonValue {
  const { context, scope } = course;
  take(course, context.evalCode(WITHOUT_CHANCE));
  // Taken before the code runs, which may replace what it finds.
  const json = scope.manage(context.getProp(context.global, 'JSON'));
  const parse = scope.manage(context.getProp(json, 'parse'));
  const stringify = scope.manage(context.getProp(json, 'stringify'));
  const text = scope.manage(context.newString(input));
  const given = take(course, context.callFunction(parse, context.undefined, text));
  const module = settled(course, take(course, context.evalCode(code, CODE_FILE, { type: 'module' })));
  const main = scope.manage(context.getProp(module, 'default'));
  if (context.typeof(main) !== 'function') throw new Fault(codeFault(NO_FUNCTION));
  const result = settled(course, take(course, context.callFunction(main, context.undefined, given)));
  return takenOut(course, take(course, context.callFunction(stringify, context.undefined, result)));
}

type Result = ReturnType<QuickJSContext['callFunction']>;

/** @throws Fault with the words for what was thrown */
function take({ context, scope, isLate }: Course, result: Result): QuickJSHandle {
  if (result.error === undefined) return scope.manage(result.value);
  const thrown: unknown = context.dump(scope.manage(result.error));
  throw new Fault(thrownFault(thrown, isLate()));
}

/** The value itself, or what a promise of it comes to when everything that can happen has happened. */
function settled(course: Course, handle: QuickJSHandle): QuickJSHandle {
  const { context, runtime, scope, isLate } = course;
  while (runtime.hasPendingJob() && !isLate()) {
    const done = runtime.executePendingJobs(JOBS_AT_ONCE);
    if (done.error === undefined) continue;
    const thrown: unknown = context.dump(scope.manage(done.error));
    throw new Fault(thrownFault(thrown, isLate()));
  }
  const state = context.getPromiseState(handle);
  switch (state.type) {
    case 'fulfilled':
      return state.notAPromise === true ? handle : scope.manage(state.value);
    case 'rejected': {
      const thrown: unknown = context.dump(scope.manage(state.error));
      throw new Fault(thrownFault(thrown, isLate()));
    }
    case 'pending':
      throw new Fault(isLate() ? thrownFault(undefined, true) : codeFault(NEVER_ENDS));
    default:
      return state satisfies never;
  }
}

/** Its length is looked at before it leaves the interpreter. */
function takenOut({ context, scope, limits }: Course, text: QuickJSHandle): JsonValue {
  if (context.typeof(text) !== 'string') throw new Fault(codeFault(NOTHING_RETURNED));
  const characters = context.getNumber(scope.manage(context.getProp(text, 'length')));
  const json = characters > limits.textOutputBytes ? null : context.getString(text);
  if (json === null || encoder.encode(json).byteLength > limits.textOutputBytes)
    throw new Fault(weftError('output-too-large', tooLarge(limits), { field: 'code' }));
  return JSON.parse(json) as JsonValue;
}

const tooLarge = ({ textOutputBytes }: CodeLimits): string =>
  `The code returned more than ${Math.round(textOutputBytes / 1_024)} KiB. Return less, or split the work.`;
