import { hashJson } from '#shared/hash.ts';
import { quickSchema } from '#shared/quick-schema.ts';
import { canonicalJson } from '#shared/json.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { CallText } from '#shared/run/call.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { nodeOutputSchema, type NodeOutput, type OutputRef } from '#shared/run/output.ts';
import { findCall } from '#shared/run/select.ts';
import type { NodeState } from '#shared/run/state.ts';
import type { RunBlobs } from './ports.ts';

/** From an output to its place in the log and back. */

/** Long lists of JSON are looked at, not copied. */
const quickOutput = quickSchema(nodeOutputSchema);

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export async function callText(text: CallText | undefined, blobs: RunBlobs): Promise<string> {
  if (text === undefined) return '';
  return text.kind === 'inline' ? text.text : decoder.decode(await blobs.get(text.hash));
}

/**
 * The output that a completed node's reference leads to.
 * @throws WeftFailure blob-missing, or what fetching the bytes failed with
 */
export async function loadOutput(ref: OutputRef, node: NodeState, blobs: RunBlobs): Promise<NodeOutput> {
  switch (ref.kind) {
    case 'inline':
      return ref.output;
    case 'blob':
      return nodeOutputSchema.parse(JSON.parse(decoder.decode(await blobs.get(ref.hash))));
    case 'call': {
      const end = findCall(node, ref.callId)?.end;
      if (end?.image !== undefined) return { image: end.image };
      if (end?.text === undefined)
        throw new WeftFailure(weftError('blob-missing', 'What this call made is gone. Run the node again.'));
      return { text: await callText(end.text, blobs) };
    }
    default:
      return ref satisfies never;
  }
}

export interface EncodedOutput {
  readonly output: NodeOutput;
  /** Of the output's canonical JSON. */
  readonly hash: string;
  /** False when the hash was read in the log: then it may be another host's claim. */
  readonly isHashed: boolean;
}

const isPlainText = (output: NodeOutput): output is { readonly text: string } => {
  if (typeof output.text !== 'string') return false;
  for (const key in output) if (key !== 'text') return false;
  return true;
};

const isSameText = (one: NodeOutput, other: NodeOutput): boolean =>
  one.text === other.text && isPlainText(one) && isPlainText(other);

/**
 * Checks what a runner returned and hashes it. What is passed on as it came in (`arrived`, mostly the only input) was
 * hashed where it was made.
 * @throws WeftFailure invalid-output, output-too-large
 */
export function encodeOutput(returned: NodeOutput, arrived: EncodedOutput | undefined): EncodedOutput {
  if (arrived?.isHashed === true && isSameText(arrived.output, returned)) return arrived;
  const checked = isPlainText(returned) ? { data: returned } : quickOutput.safeParse(returned);
  if (checked.data === undefined)
    throw new WeftFailure(
      weftError(
        'invalid-output',
        'This node made something that is no output. Report it as a fault of Weft.',
      ),
    );
  const output = checked.data;
  if (tooLong(output.text ?? ''))
    throw new WeftFailure(
      weftError(
        'output-too-large',
        'The text is longer than 1 MiB, the most that a node may put out. Ask for less, or split the input.',
      ),
    );
  return { output, hash: hashJson(output), isHashed: true };
}

const tooLong = (text: string): boolean =>
  text.length > LIMITS.textOutputBytes ||
  (text.length * 3 > LIMITS.textOutputBytes && encoder.encode(text).length > LIMITS.textOutputBytes);

/** The call of this round whose text the output is, word for word; null when there is none. */
function sameText(output: NodeOutput, node: NodeState | null): string | null {
  if (node === null || node.calls.length === 0 || !isPlainText(output)) return null;
  const call = node.calls.findLast(
    ({ round, end }) => round === node.round && end?.text?.kind === 'inline' && end.text.text === output.text,
  );
  return call?.callId ?? null;
}

/**
 * Where the output goes: the call whose text or picture it is, the entry itself, or a blob that is uploaded first.
 * `longCalls` = calls of this round whose text is a blob, with that text.
 */
export function referTo(
  encoded: EncodedOutput,
  node: NodeState | null,
  longCalls: ReadonlyMap<string, string>,
  blobs: RunBlobs,
): OutputRef | Promise<OutputRef> {
  const callId =
    sameText(encoded.output, node) ??
    sameLongText(encoded.output, longCalls) ??
    samePicture(encoded.output, node);
  if (callId !== null) return { kind: 'call', callId };
  if (isShort(encoded.output)) return { kind: 'inline', output: encoded.output };
  const bytes = encoder.encode(canonicalJson(encoded.output));
  if (bytes.length <= LIMITS.inlineOutputBytes) return { kind: 'inline', output: encoded.output };
  if (bytes.length > LIMITS.blobBytes)
    throw new WeftFailure(
      weftError(
        'output-too-large',
        'The output is longer than 8 MiB, the most that a run keeps. Ask for less.',
      ),
    );
  return blobs.put(bytes).then((hash) => ({ kind: 'blob', hash, bytes: bytes.length }));
}

/** The call of this round whose picture the output is, and nothing besides; null when there is none. */
function samePicture(output: NodeOutput, node: NodeState | null): string | null {
  const { image } = output;
  if (image === undefined) return null;
  for (const part in output) if (part !== 'image') return null;
  const isSame = ({ round, end }: NodeState['calls'][number]) =>
    round === node?.round && end?.image?.blob === image.blob && end.image.mediaType === image.mediaType;
  return node?.calls.findLast(isSame)?.callId ?? null;
}

/** A text that fits the entry however JSON writes it: at most six bytes for one UTF-16 unit. */
const isShort = (output: NodeOutput): boolean =>
  isPlainText(output) && output.text.length * 6 + 100 <= LIMITS.inlineOutputBytes;

function sameLongText(output: NodeOutput, longCalls: ReadonlyMap<string, string>): string | null {
  if (longCalls.size === 0 || !isPlainText(output)) return null;
  for (const [callId, text] of longCalls) if (text === output.text) return callId;
  return null;
}
