import type { AgentWork } from './agent/agent-work.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import type { FlowDocument } from '#shared/graph/document.ts';
import type { PortType } from '#shared/graph/handles.ts';
import type { ImageCallRequest, TextCallRequest, TokenUsage } from '#shared/run/call.ts';
import type { ApprovalKind, ApprovalOutcome, ApprovalRequest } from '#shared/run/approval.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { HttpAnswer, HttpMethod } from '#shared/run/http-call.ts';
import type { PersonRef } from '#shared/run/events.ts';
import type { FileType } from '#shared/run/file-type.ts';
import type { BlobRef, NodeOutput } from '#shared/run/output.ts';
import type { NodeKind, PlanModel } from '#shared/run/plan.ts';

/**
 * The contract of a node type: `web/nodes/<type>/node.ts` exports one NodeDefinition (data and pure functions, used
 * everywhere) as `definition`, `run.ts` one NodeRunner as `run` (worker only, loaded when first needed), `Body.svelte`
 * optionally the middle of its card. Adding a type adds one folder and touches nothing else.
 */

/** Sections of the palette, in this order. */
export const NODE_GROUPS = ['start', 'write', 'picture', 'steer', 'keep'] as const;
export type NodeGroup = (typeof NODE_GROUPS)[number];

export const NODE_GROUP_TITLES: { readonly [group in NodeGroup]: string } = {
  start: 'Start',
  write: 'Write',
  picture: 'Picture',
  steer: 'Steer',
  keep: 'Keep',
};

export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

export interface ShownWhen {
  /** Key of the other field. */
  readonly key: string;
  readonly is?: readonly JsonValue[] | undefined;
  readonly not?: readonly JsonValue[] | undefined;
}

interface FieldBase {
  /** Key in the node's config. */
  readonly key: string;
  readonly label: string;
  /** One sentence below the field; empty for none. */
  readonly help?: string | undefined;
  /** Required when no thread feeds `orPort`. */
  readonly required?: boolean | undefined;
  /** A wired input port with this id makes the field optional. */
  readonly orPort?: string | undefined;
  /** In effect only while another field of the form has (or has not) one of these values; left out = always. */
  readonly shownWhen?: ShownWhen | undefined;
  /** Kept by the node and shown in no form. */
  readonly hidden?: boolean | undefined;
  /** Says how the node stands on the canvas, not what it gives: no runner reads it and it counts in no cache key. */
  readonly apart?: boolean | undefined;
}

/** One input of a node's form. `default` fills configs that lack the key. */
export type FieldDefinition =
  | (FieldBase & {
      readonly type: 'text' | 'textarea';
      readonly default: string;
      readonly placeholder?: string | undefined;
      readonly maxLength?: number | undefined;
      /** Written by people or models: set in the prose face. Code and templates are not. */
      readonly face?: 'prose' | 'mono' | 'ui' | undefined;
    })
  | (FieldBase & {
      readonly type: 'select';
      readonly default: string;
      readonly options: readonly FieldOption[];
      /** Values that are no option are kept and judged by the node type itself. */
      readonly open?: boolean | undefined;
    })
  | (FieldBase & {
      readonly type: 'number';
      readonly default: number | null;
      readonly min?: number | undefined;
      readonly max?: number | undefined;
      readonly step?: number | undefined;
      readonly unit?: string | undefined;
    })
  | (FieldBase & { readonly type: 'boolean'; readonly default: boolean })
  /** Stored as one comma-separated string, as the registry has it. */
  | (FieldBase & {
      readonly type: 'tags';
      readonly default: string;
      readonly placeholder?: string | undefined;
    })
  /** A JSON text that must parse; checked before a run. */
  | (FieldBase & {
      readonly type: 'json';
      readonly default: string;
      readonly placeholder?: string | undefined;
    })
  /** A picture by blob; upload arrives with the picture nodes. */
  | (FieldBase & { readonly type: 'image'; readonly default: null });

export interface PortDefinition {
  /** The handle id: 'text-in', 'text-out', 'var-title'… */
  readonly id: string;
  readonly label: string;
  readonly type: PortType;
  /** An input without a thread is an error before the run, unless a field stands in for it. */
  readonly required?: boolean | undefined;
}

export interface NodePorts {
  readonly inputs: readonly PortDefinition[];
  readonly outputs: readonly PortDefinition[];
}

/** What a node type uses a model for; step 2 of model resolution. */
export interface ModelUse {
  readonly kind: 'text' | 'vision' | 'image';
  readonly provider: string;
  readonly model: string;
  /** 0 to 2. */
  readonly temperature: number;
  readonly maxOutputTokens: number;
}

/** What a check may look at. */
export interface NodeWiring {
  /** Handles of this node that a thread ends in. */
  readonly wiredInputs: ReadonlySet<string>;
  /** Hosts that the relay asks for flows, for late checks; undefined where it has not said. */
  readonly httpHosts?: readonly string[] | undefined;
}

/** A request to a server of the web, code of a person, a file. */
export type NodeEffect = 'web' | 'code' | 'file';

export interface NodeDefinition {
  /** The folder's name. */
  readonly type: string;
  /** Raised when the meaning of the config or the output changes; part of the cache key. */
  readonly version: number;
  readonly title: string;
  /** One sentence for palette and help. */
  readonly about: string;
  readonly group: NodeGroup;
  /** `null` = never executed (group, note). */
  readonly kind: NodeKind | null;
  /** Lucide name in kebab case, known to web/ui/kit/icons.ts. */
  readonly icon: string;
  /** Further words that find it in a search. */
  readonly keywords: readonly string[];
  readonly fields: readonly FieldDefinition[];
  /** Ports without the adapters; may depend on the config (`{{variables}}` of a template). */
  readonly ports: (config: JsonObject) => NodePorts;
  /** True when persona adapters can be wired in: handles adapter-0 … adapter-4. */
  readonly adapters: boolean;
  /** Of a container: inner handles. Items go out to the nodes inside, results come in from them. */
  readonly inside?: ((config: JsonObject) => NodePorts) | undefined;
  /** Of a container that holds its nodes in its config and not on the canvas. Their ids are their own. */
  readonly heldNodes?: ((config: JsonObject) => Pick<FlowDocument, 'nodes' | 'edges'>) | undefined;
  /** Keys of the output, as in the registry. */
  readonly outputKeys: readonly string[];
  readonly model: ModelUse | null;
  /** Of a type that asks a model only where its form says so: whether this one does. */
  readonly usesModel?: ((config: JsonObject) => boolean) | undefined;
  /** Asks its model only to write characters in, so not at all where none is wired. */
  readonly asksForPersonas?: boolean | undefined;
  /** Of a type whose model may be offered tools: whether this form offers any. */
  readonly usesTools?: ((config: JsonObject) => boolean) | undefined;
  /** True when equal inputs may give different results. */
  readonly samples: boolean;
  /** True when running it is the point and not only what it puts out: no stored output stands in for it. May follow the form. */
  readonly leavesMark?: boolean | ((config: JsonObject) => boolean) | undefined;
  /** Handle from which threads lead to steps that this node runs itself, when it wants to. */
  readonly stepsPort?: string | undefined;
  /** What running it does outside, beside asking its model; left out = nothing. Asking people is none. */
  readonly effect?: NodeEffect | undefined;
  /** True when it runs what a person wrote as code: no browser does so by itself for somebody else. */
  readonly runsOwnCode?: boolean | undefined;
  /** Problems that can be known before a run, beyond required fields, JSON fields and select values, which everybody gets. */
  readonly check: (config: JsonObject, wiring: NodeWiring) => readonly WeftError[];
  /** Card of 296 px instead of 216. */
  readonly wide?: boolean | undefined;
  /** Label of a new node; the title by default. */
  readonly newLabel?: string | undefined;
}

export interface Persona {
  readonly name: string;
  readonly description: string;
}

/** What came in over the threads. */
export interface NodeInputs {
  /** Merged text of all text threads, in edge order, joined by a blank line; '' when there is none. */
  readonly text: string;
  /** Personas in the order of their adapters. */
  readonly personas: readonly Persona[];
  /** Outputs that arrive at one handle, in edge order. */
  readonly at: (handle: string) => readonly NodeOutput[];
}

/** A model call as a runner asks for it; the host adds provider, model, parameters and defaults from the plan. */
export type CallWish = Pick<TextCallRequest, 'messages' | 'purpose'> &
  Partial<Pick<TextCallRequest, 'temperature' | 'maxOutputTokens' | 'responseFormat'>>;

/** A picture as a runner asks for it; provider, model and parameters come from the plan. */
export type PictureWish = Pick<ImageCallRequest, 'prompt' | 'purpose' | 'negative' | 'size'>;

/** A request to a server of the open web as a runner asks for it. The relay makes it, to hosts that its operator has listed. */
export interface FetchWish {
  readonly method: HttpMethod;
  /** Absolute, https. */
  readonly url: string;
  /** By name, in any case. */
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** Not with GET and HEAD. */
  readonly body?: string | undefined;
  /** What it is for, as the log shows it; 'http-request' by default. */
  readonly task?: string | undefined;
}

/** What a server answered, whatever its status. */
export interface FetchResult extends HttpAnswer {
  /** '' for an answer without a body. */
  readonly text: string;
}

/** A question to people as a runner asks it. */
export interface AskWish {
  readonly kind: ApprovalKind;
  readonly title: string;
  /** '' = none. */
  readonly message: string;
  /** What to look at; '' and [] = nothing. */
  readonly text: string;
  readonly images: readonly BlobRef[];
  /** `redo` and `retry` are offered only where a step before can run again. */
  readonly options: readonly ApprovalOutcome[];
  /** JSON Schema (shared/forms). */
  readonly form: JsonObject | null;
  readonly mustExplain: boolean;
  readonly deadline: ApprovalRequest['deadline'];
  readonly answerers: ApprovalRequest['answerers'];
  /** What `redo` and `retry` run again; left out = the nearest steps before the node that a model works on. */
  readonly redoes?: 'itself' | undefined;
}

export interface AskAnswer {
  readonly outcome: ApprovalOutcome;
  /** Checked against the form. */
  readonly values: JsonObject | null;
  /** What goes on instead, after an edit. */
  readonly text: string | null;
  readonly feedback: string | null;
  /** null = nobody: the deadline passed. */
  readonly by: PersonRef | null;
}

/** A file of the run as a runner asks for it. */
export interface FileWish {
  /** Without a path; `fileNameProblem` finds nothing wrong with it. */
  readonly name: string;
  readonly mediaType: FileType;
  /** A text, or a picture that came in. */
  readonly content: string | BlobRef;
}

export interface WrittenFile {
  /** Another one than was asked for where another node's file of this run had that name. */
  readonly name: string;
}

/** What the nodes of one iteration get, by the container's inner handle. */
export interface IterationItem {
  readonly [handle: string]: readonly NodeOutput[];
}

export interface IterateOptions {
  /** Iterations begun at once, from 1; left out = all. */
  readonly parallel?: number | undefined;
  /** True = once something in an iteration has failed, no other is begun. */
  readonly stops?: boolean | undefined;
  /** What to note in the log before these iterations begin, by name: variables of a loop. */
  readonly values?: JsonObject | undefined;
}

/** How one iteration ended. */
export interface IterationResult {
  /** `left-out` = no result came, though nothing failed: a branch inside or a person left out what makes it. */
  readonly outcome: 'ok' | 'failed' | 'left-out';
  /** By the container's inner handle, in the order of its threads. */
  readonly outputs: { readonly [handle: string]: readonly NodeOutput[] };
  /** Why there is no result. */
  readonly error: WeftError | null;
}

/** A person's own function: a module that exports it as default, and the JSON it is given. */
export interface CodeWish {
  readonly code: string;
  readonly input: JsonValue;
}

export interface CallResult {
  readonly text: string;
  readonly usage: TokenUsage | null;
  /** True when the model stopped because its output limit was reached. */
  readonly truncated: boolean;
}

/**
 * All that a runner may touch. Between two effects a runner must be deterministic: no clock, no randomness, no other
 * I/O. After a crash it is run again from its beginning and its ended effects answer from the journal.
 */
export interface RunContext {
  /** With defaults filled in. */
  readonly config: JsonObject;
  readonly inputs: NodeInputs;
  readonly model: PlanModel | null;
  /** What a person wrote when running the node again, or about what comes in; goes into the prompt. */
  readonly guidance: string | null;
  /** The next effect: one model call. @throws WeftFailure when it failed for good. */
  readonly call: (wish: CallWish) => Promise<CallResult>;
  /** The next effect: one call that makes a picture. @throws WeftFailure when it failed for good. */
  readonly paint: (wish: PictureWish) => Promise<BlobRef>;
  /**
   * The next effect: one request to a server of the open web, through the relay. A status that is no success is an
   * answer like any other. @throws WeftFailure when there is no answer, or the request may not be made
   */
  readonly fetch: (wish: FetchWish) => Promise<FetchResult>;
  /** The next effect: writes a file of the run. @throws WeftFailure when it could not be written */
  readonly file: (wish: FileWish) => Promise<WrittenFile>;
  /**
   * The next effect: asks people and waits, however long. Time and slots of work are not used meanwhile.
   * @throws WeftFailure when it is no question that can be asked.
   */
  readonly ask: (wish: AskWish) => Promise<AskAnswer>;
  /**
   * Of a container: runs the nodes inside it once per item and waits for all of them. Called again, it adds iterations
   * behind those that there are. What was done before a crash is not done again; the items must be the same then.
   * @throws WeftFailure when the run would have too many nodes
   */
  readonly iterate: (
    items: readonly IterationItem[],
    options?: IterateOptions,
  ) => Promise<readonly IterationResult[]>;
  /**
   * Runs a person's own function, shut in. No effect and not numbered: equal wishes give equal values, so it is simply
   * run again after a crash. @throws WeftFailure when the code failed, with the place
   */
  readonly compute: (wish: CodeWish) => Promise<JsonValue>;
  /** Turns and tools, for nodes that work so. */
  readonly agent: AgentWork;
  readonly progress: (value: number, max: number, message?: string) => void;
  /** A visible warning on the node, kept in the log. */
  readonly warn: (message: string) => void;
}

/**
 * Answers with a promise, or at once when there is nothing to wait for, which costs the engine less.
 * @throws WeftFailure for failures people can act on; anything else becomes `runner-threw`.
 */
export type NodeRunner = (context: RunContext) => NodeOutput | Promise<NodeOutput>;

/** Reads a string from a config; '' when it is missing or no string. */
export function configText(config: JsonObject, key: string): string {
  const value: JsonValue | undefined = config[key];
  return typeof value === 'string' ? value : '';
}
