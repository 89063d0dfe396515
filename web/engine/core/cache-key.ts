import { digestJson } from '#shared/json-digest.ts';
import type { JsonObject } from '#shared/json.ts';
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
 * Adds everything in the key that the plan already knows. Nodes that sample carry their own id and variant, so that
 * three phrasings stay three; pure nodes are shared by content alone. Members are in the order of canonical JSON; those
 * that say nothing are left out: most nodes then hash half as much.
 */
function digestNode(node: KeyedNode, amendment: KeyedAmendment | null, variant: number): void {
  const model = amendedModel(node.model, amendment);
  textDigest.add('{"config":');
  digestJson(withoutModel(node.config));
  if (node.disabled) textDigest.add(',"disabled":true');
  if (amendment?.guidance != null) digestMember(',"guidance":', amendment.guidance);
  if (model !== null) digestMember(',"model":', model);
  if (node.override !== null) digestMember(',"override":', node.override);
  if (node.samples) digestMember(',"sample":', [node.id, variant]);
  digestMember(',"type":', node.type);
  digestMember(',"version":', node.version);
  textDigest.add('}');
}

function digestMember(name: string, value: unknown): void {
  textDigest.add(name);
  digestJson(value);
}

/**
 * Key of a node's output: what the plan knows of it and, in the order of its threads, what came in at which handle.
 * 64 hex digits. Handles are named where they differ from those of the thread before; mostly they are the same.
 */
export function cacheKey(
  node: KeyedNode,
  amendment: KeyedAmendment | null,
  inputs: readonly KeyedInput[],
  variant = 0,
): string {
  textDigest.start();
  digestNode(node, amendment, variant);
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
