import type { JsonObject, JsonValue } from '#shared/json.ts';
import { isAdapterHandle } from '#shared/graph/handles.ts';
import type { BlobRef, NodeOutput } from '#shared/run/output.ts';
import { fakeAgentWork } from './agent/testing.ts';
import { effectiveConfig } from './effective-config.ts';
import { mergeText } from './merge.ts';
import { personasOf } from './personas.ts';
import type {
  AskAnswer,
  AskWish,
  CallResult,
  CallWish,
  CodeWish,
  FetchResult,
  FetchWish,
  FileWish,
  IterateOptions,
  IterationItem,
  IterationResult,
  NodeDefinition,
  PictureWish,
  RunContext,
} from './types.ts';

/** A thread that ends in the node under test: where, and what came over it. */
export type Arrival = readonly [handle: string, output: NodeOutput];

export interface FakeIterations {
  readonly items: readonly IterationItem[];
  readonly wish: IterateOptions;
}

export interface FakeRun {
  readonly context: RunContext;
  /** Every call asked for, in order. */
  readonly calls: readonly CallWish[];
  /** Every picture asked for, in order. */
  readonly pictures: readonly PictureWish[];
  /** Every request to a server, in order. */
  readonly requests: readonly FetchWish[];
  /** Every file written, in order. */
  readonly files: readonly FileWish[];
  /** Every question asked, in order. */
  readonly questions: readonly AskWish[];
  /** Every list of items that the nodes inside were run for, in order. */
  readonly iterations: readonly FakeIterations[];
  /** Every piece of code run, in order. */
  readonly computed: readonly CodeWish[];
  readonly warnings: readonly string[];
}

export interface FakeRunOptions {
  readonly config?: JsonObject;
  readonly arrivals?: readonly Arrival[];
  readonly guidance?: string;
  /** Answers to the calls in order; the last one repeats. A string is a whole answer. */
  readonly answers?: readonly (string | CallResult)[];
  /** What servers answer, in order; the last one repeats. Left out: 200 and the text `answer`. */
  readonly responses?: readonly Partial<FetchResult>[];
  /** What people say to the questions, in order; the last one repeats. Left out: they approve. */
  readonly said?: readonly Partial<AskAnswer>[];
  /** How the nodes inside end for an item; left out = nothing comes of it. */
  readonly iterated?: (item: IterationItem, index: number) => IterationResult;
  /** What all code comes to; left out = null. */
  readonly value?: JsonValue;
  /** What files are called in the end; left out = as they were asked for. */
  readonly fileName?: string;
}

const NOTHING_CAME: IterationResult = { outcome: 'left-out', outputs: {}, error: null };

/** The picture that a fake run makes. */
export const TEST_PICTURE: BlobRef = { blob: 'a'.repeat(64), mediaType: 'image/png', bytes: 70 };

/** Who answers what a fake run asks. */
const TEST_PERSON = { personId: 'bea', name: 'Bea' } as const;

/** A run context without a host: inputs are merged as the host does it, calls answer from a list. */
export function fakeRun(definition: NodeDefinition, options: FakeRunOptions = {}): FakeRun {
  const { arrivals = [], answers = ['answer'] } = options;
  const calls: CallWish[] = [];
  const pictures: PictureWish[] = [];
  const requests: FetchWish[] = [];
  const files: FileWish[] = [];
  const questions: AskWish[] = [];
  const computed: CodeWish[] = [];
  const iterations: FakeIterations[] = [];
  const warnings: string[] = [];
  const adapters = arrivals.filter(([handle]) => isAdapterHandle(handle));
  const others = arrivals.filter(([handle]) => !isAdapterHandle(handle));
  const context: RunContext = {
    config: effectiveConfig(definition, options.config ?? {}),
    inputs: {
      text: mergeText(others.filter(([handle]) => handle !== 'image-in').map(([, output]) => output)),
      personas: personasOf(adapters.map(([, output]) => output)),
      at: (handle) => arrivals.filter(([end]) => end === handle).map(([, output]) => output),
    },
    model: null,
    guidance: options.guidance ?? null,
    call: async (wish) => {
      calls.push(wish);
      const answer = answers[Math.min(calls.length, answers.length) - 1] ?? '';
      return typeof answer === 'string' ? { text: answer, usage: null, truncated: false } : answer;
    },
    paint: async (wish) => {
      pictures.push(wish);
      return TEST_PICTURE;
    },
    fetch: async (wish) => {
      requests.push(wish);
      const { responses = [] } = options;
      const plain = { status: 200, mediaType: 'text/plain', url: wish.url, text: 'answer' };
      return { ...plain, ...responses[Math.min(requests.length, responses.length) - 1] };
    },
    file: async (wish) => {
      files.push(wish);
      return { name: options.fileName ?? wish.name };
    },
    ask: async (wish) => {
      questions.push(wish);
      const { said = [] } = options;
      const nothing = {
        outcome: 'approve',
        values: null,
        text: null,
        feedback: null,
        by: TEST_PERSON,
      } as const;
      return { ...nothing, ...said[Math.min(questions.length, said.length) - 1] };
    },
    iterate: async (items, wish = {}) => {
      iterations.push({ items, wish });
      return items.map((item, index) => options.iterated?.(item, index) ?? NOTHING_CAME);
    },
    compute: async (wish) => {
      computed.push(wish);
      return options.value ?? null;
    },
    agent: fakeAgentWork().work,
    progress: () => undefined,
    warn: (message) => warnings.push(message),
  };
  return { context, calls, pictures, requests, files, questions, iterations, computed, warnings };
}

/** The text of a wish's messages of one role. */
export function textOf(wish: CallWish | undefined, role: 'system' | 'user'): string {
  return (wish?.messages ?? [])
    .filter((message) => message.role === role)
    .flatMap((message) => message.content)
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('\n\n');
}

/** A thread that brings text. */
export function arrives(text: string, handle = 'text-in'): Arrival {
  return [handle, { text }];
}

/** A thread that brings a character. */
export function persona(name: string, description: string, index = 0): Arrival {
  return [`adapter-${index}`, { text: description, personaName: name, personaDescription: description }];
}
