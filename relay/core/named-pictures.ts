import type { CallRequest } from '#shared/run/call.ts';
import type { Fact } from '#shared/run/events.ts';
import type { RoomState, Turn } from './room-state.ts';

/** A picture that a run names; its bytes lie with the flow, or with the run. */
export interface NamedPicture {
  readonly hash: string;
  /** 0 = not told. */
  readonly bytes: number;
}

/**
 * What the shell has found in the flow's room and in blobs for the commands of one message, because the core does not
 * wait for anybody.
 */
export interface PictureLook {
  /** Sizes of pictures that the flow keeps. */
  readonly kept: ReadonlyMap<string, number>;
  /** The picture of an output that is a blob of the run, by that blob's hash. */
  readonly inOutputs: ReadonlyMap<string, NamedPicture>;
}

export const NO_LOOK: PictureLook = { kept: new Map(), inOutputs: new Map() };

/**
 * Remembers pictures as named by this run: whoever may read the run may read them [PI6]. A size that is told takes the
 * place of one that was not.
 */
export function namePictures(state: RoomState, turn: Turn, pictures: readonly NamedPicture[]): void {
  for (const { hash, bytes } of pictures) {
    const known = state.pictures.get(hash);
    if (known !== undefined && (known > 0 || bytes === 0)) continue;
    state.pictures.set(hash, bytes);
    turn.pictures.add(hash);
  }
}

/** Pictures that a fact names in its entry. */
export function picturesOfFact(fact: Fact): readonly NamedPicture[] {
  if (fact.type === 'call.ended') return named(fact.data.end.image);
  if (fact.type !== 'execution.node.completed') return [];
  return fact.data.output.kind === 'inline' ? named(fact.data.output.output.image) : [];
}

const named = (picture: { readonly blob: string; readonly bytes: number } | undefined): NamedPicture[] =>
  picture === undefined ? [] : [{ hash: picture.blob, bytes: picture.bytes }];

/** Pictures that a model is shown. */
export function picturesOfRequest(request: CallRequest): readonly NamedPicture[] {
  if (request.kind !== 'text') return [];
  const parts = request.messages.flatMap(({ content }) => content);
  return parts.flatMap((part) => (part.type === 'image' ? [{ hash: part.blob, bytes: 0 }] : []));
}
