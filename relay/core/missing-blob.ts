import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { HostFact } from '#shared/run/events.ts';
import type { OutputRef } from '#shared/run/output.ts';
import { namePictures, type PictureLook } from './named-pictures.ts';
import type { RoomState, Turn } from './room-state.ts';

/** Why facts that name bytes are refused, or null: an output's blob is the run's, a picture lies with the run or its flow. */
export function missingBlob(
  { blobs, pictures }: RoomState,
  facts: readonly HostFact[],
  { kept }: PictureLook,
): WeftError | null {
  const isThere = (output: OutputRef): boolean => {
    if (output.kind === 'blob') return blobs.has(output.hash);
    const picture = output.kind === 'inline' ? output.output.image?.blob : undefined;
    return picture === undefined || blobs.has(picture) || pictures.has(picture) || kept.has(picture);
  };
  for (const fact of facts) {
    if (fact.type !== 'execution.node.completed' || isThere(fact.data.output)) continue;
    const { nodeId } = fact.data;
    return weftError('blob-missing', 'The output has to be uploaded first.', { nodeIds: [nodeId] });
  }
  return null;
}

/** Names the pictures that lie inside of outputs which are blobs; those in entries are named as they are appended. */
export function nameInOutputs(
  state: RoomState,
  turn: Turn,
  facts: readonly HostFact[],
  { inOutputs }: PictureLook,
): void {
  for (const fact of facts) {
    if (fact.type !== 'execution.node.completed' || fact.data.output.kind !== 'blob') continue;
    const picture = inOutputs.get(fact.data.output.hash);
    if (picture) namePictures(state, turn, [picture]);
  }
}
