import { canonicalJson, type JsonObject } from '#shared/json.ts';
import type { PlanModel, PlanNode } from '#shared/run/plan.ts';
import { textDigest } from '#shared/sha256.ts';

/** What of a node counts in its cache key. Position, label, size, policy never do. */
export type KeyedNode = Pick<
  PlanNode,
  'id' | 'type' | 'version' | 'config' | 'model' | 'samples' | 'disabled' | 'override'
>;

export interface KeyedInput {
  readonly sourceHandle: string;
  readonly targetHandle: string;
  readonly outputHash: string;
}

/** What a person asked for when running the node again; it goes into the prompt, so it counts. */
export interface KeyedAmendment {
  readonly guidance: string | null;
  readonly model: { readonly provider: string; readonly model: string } | null;
}

/** The config without `model`: what it leads to is in the resolved model. */
export function withoutModel(config: JsonObject): JsonObject {
  if (config['model'] === undefined) return config;
  const { model: _model, ...rest } = config;
  return rest;
}

/** The model after a person's amendment; parameters of another model would not fit. */
export function amendedModel(model: PlanModel | null, amendment: KeyedAmendment | null): PlanModel | null {
  if (model === null || amendment?.model == null) return model;
  if (amendment.model.provider === model.provider && amendment.model.model === model.model) return model;
  return { ...model, ...amendment.model, parameters: {} };
}

/**
 * Text of everything in the key that the plan already knows. Nodes that sample carry their own id and variant, so that
 * three phrasings stay three; pure nodes are shared by content alone. Members are in the order of canonical JSON; those
 * that say nothing are left out: most nodes then hash half as much.
 */
export function keyPrefix(node: KeyedNode, amendment: KeyedAmendment | null, variant = 0): string {
  const model = amendedModel(node.model, amendment);
  let text = `{"config":${canonicalJson(withoutModel(node.config))}`;
  if (node.disabled) text += ',"disabled":true';
  if (amendment?.guidance != null) text += `,"guidance":${canonicalJson(amendment.guidance)}`;
  if (model !== null) text += `,"model":${canonicalJson(model)}`;
  if (node.override !== null) text += `,"override":${canonicalJson(node.override)}`;
  if (node.samples) text += `,"sample":[${canonicalJson(node.id)},${variant}]`;
  return `${text},"type":${canonicalJson(node.type)},"version":${node.version}}`;
}

/**
 * Key of a node's output: its prefix and, in the order of its threads, what came in at which handle. 64 hex digits.
 * Handles are named where they differ from those of the thread before; mostly they are the same.
 */
export function cacheKey(prefix: string, inputs: readonly KeyedInput[]): string {
  textDigest.start();
  textDigest.add(prefix);
  let before: KeyedInput | null = null;
  for (const input of inputs) {
    if (input.sourceHandle !== before?.sourceHandle || input.targetHandle !== before.targetHandle) {
      addSized(input.sourceHandle);
      addSized(input.targetHandle);
    }
    textDigest.addHash(input.outputHash);
    before = input;
  }
  return textDigest.finish();
}

/** A text behind its length, so that nothing it holds can pass for what follows. */
function addSized(text: string): void {
  textDigest.add('\n');
  textDigest.add(String(text.length));
  textDigest.add(' ');
  textDigest.add(text);
}
