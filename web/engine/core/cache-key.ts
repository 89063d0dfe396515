import { digestJson, digestRecord } from '#shared/json-digest.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import type { PlanModel, PlanNode } from '#shared/run/plan.ts';
import { textDigest } from '#shared/sha256.ts';

/** What of a node counts in its cache key. Position, label, size, policy never do. */
export type KeyedNode = Pick<
  PlanNode,
  'id' | 'type' | 'version' | 'config' | 'model' | 'samples' | 'disabled' | 'override' | 'steps' | 'body'
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

/** The form of what is digested; another one makes other keys, so that outputs stored under the old ones are not found. */
const FORM = 0x40;
/** Beside the form in the first byte: which parts follow. */
const HAS = {
  disabled: 1,
  guidance: 2,
  model: 4,
  override: 8,
  sample: 16,
  otherHandles: 32,
  texts: 128,
} as const;
/** Where threads mostly begin and end: such handles are not named. */
const USUAL_SOURCE = 'text-out';
const USUAL_TARGET = 'text-in';

/**
 * Key of a node's output: what the plan knows of it and, in the order of its threads, what came in at which handle.
 * 64 hex digits. Every part tells where it ends, so that two nodes never say the same; what says nothing is left out and
 * hashes are added by their bytes: one or two blocks are digested for a node with little to say.
 */
export function cacheKey(
  node: KeyedNode,
  amendment: KeyedAmendment | null,
  inputs: readonly KeyedInput[],
  variant = 0,
): string {
  const model = amendedModel(node.model, amendment);
  const guidance = amendment?.guidance ?? null;
  const shape = shapeOf(inputs);
  textDigest.start();
  textDigest.addByte(
    FORM |
      shape |
      (node.disabled ? HAS.disabled : 0) |
      (guidance === null ? 0 : HAS.guidance) |
      (model === null ? 0 : HAS.model) |
      (node.override === null ? 0 : HAS.override) |
      (node.samples ? HAS.sample : 0),
  );
  addSized(node.type);
  digestJson(node.body === undefined ? node.version : [node.version, node.body]);
  digestRecord(node.config, 'model');
  if (guidance !== null) digestJson(guidance);
  if (model !== null) digestJson(model);
  if (node.override !== null) digestJson(node.override);
  // Three phrasings stay three, while pure nodes are shared by content alone.
  if (node.samples) digestJson([node.id, variant]);
  digestInputs(inputs, shape);
  if (node.steps !== undefined) digestJson(node.steps.map(keyedStep));
  return textDigest.finish();
}

/** Of a step that the node runs itself: what could change what comes of it, and what the node is told of it. */
const keyedStep = ({ id, type, version, label, config, model }: PlanNode): JsonValue => ({
  ...{ id, type, version, label, config: withoutModel(config) },
  model: model && { ...model },
});

/** Which of the parts of HAS the inputs need. Afterwards their hashes are read. */
function shapeOf(inputs: readonly KeyedInput[]): number {
  let shape = 0;
  for (let index = 0; index < inputs.length; index += 1) {
    const { sourceHandle, targetHandle, outputHash } = inputs[index] as KeyedInput;
    if (sourceHandle !== USUAL_SOURCE || targetHandle !== USUAL_TARGET) shape |= HAS.otherHandles;
    if (!textDigest.readHash(outputHash, index)) return shape | HAS.otherHandles | HAS.texts;
  }
  return shape;
}

function digestInputs(inputs: readonly KeyedInput[], shape: number): void {
  addCount(inputs.length);
  if ((shape & HAS.otherHandles) !== 0)
    for (const { sourceHandle, targetHandle } of inputs) {
      addSized(sourceHandle);
      addSized(targetHandle);
    }
  if ((shape & HAS.texts) === 0) textDigest.addHashes(inputs.length);
  else for (const { outputHash } of inputs) addSized(outputHash);
}

/** A text behind its length, so that nothing it holds can pass for what follows. */
function addSized(text: string): void {
  addCount(text.length);
  textDigest.add(text);
}

/** A number from 0 in seven bits a byte, the lowest first; all but the last byte are marked. */
function addCount(count: number): void {
  let left = count;
  for (; left > 127; left = Math.floor(left / 128)) textDigest.addByte(128 | (left % 128));
  textDigest.addByte(left);
}
