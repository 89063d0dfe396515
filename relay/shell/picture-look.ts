import type { NamedPicture, PictureLook } from '../core/named-pictures.ts';
import type { RunRoom } from '../core/run-room.ts';
import type { RunStore } from '../storage/run-store.ts';
import type { PictureKeeper } from './picture-keeper.ts';

export interface PictureLookPorts {
  readonly store: Pick<RunStore, 'blobStart'>;
  readonly keeper: Pick<PictureKeeper, 'sizes'>;
  readonly room: () => Pick<RunRoom, 'header' | 'hasBlob' | 'pictureBytes'>;
}

interface Named {
  /** Pictures that these commands name. */
  readonly pictures: readonly string[];
  /** Outputs that are blobs. */
  readonly outputs: readonly string[];
}

const HASH = /^[0-9a-f]{64}$/;

/**
 * Looks for what commands name and the room does not know: pictures in the flow's room, and the picture of an output that
 * is a blob. Null when there is nothing to look for: then nothing has to be awaited.
 */
export function lookForPictures(
  { store, keeper, room }: PictureLookPorts,
  values: readonly unknown[],
): Promise<PictureLook> | null {
  const flowId = room().header()?.flowId;
  const { pictures, outputs } = namedBy(values);
  const isUnknown = (hash: string): boolean => !room().hasBlob(hash) && !room().pictureBytes(hash);
  const unknown = [...new Set(pictures)].filter(isUnknown);
  if (flowId === undefined || (unknown.length === 0 && outputs.length === 0)) return null;
  return Promise.all([
    unknown.length === 0 ? new Map<string, number>() : keeper.sizes(flowId, unknown),
    Promise.all(
      [...new Set(outputs)].map(async (hash) => [hash, pictureAtStart(await store.blobStart(hash))] as const),
    ),
  ]).then(([kept, found]) => ({
    kept,
    inOutputs: new Map(found.flatMap(([hash, picture]) => (picture === null ? [] : [[hash, picture]]))),
  }));
}

/** The commands are not checked yet: whatever does not look right is passed over. */
function namedBy(values: readonly unknown[]): Named {
  const pictures: string[] = [];
  const outputs: string[] = [];
  const take = (list: string[], hash: unknown): void => {
    if (typeof hash === 'string' && HASH.test(hash)) list.push(hash);
  };
  for (const value of values) {
    const command = value as { type?: unknown; data?: Loose } | null;
    if (command?.type === 'file.put') take(pictures, command.data?.blob);
    if (command?.type !== 'host.append' || !Array.isArray(command.data?.facts)) continue;
    for (const fact of command.data.facts as (Loose | null)[]) {
      if (fact?.type !== 'execution.node.completed') continue;
      const output = fact.data?.output;
      if (output?.kind === 'blob') take(outputs, output.hash);
      else take(pictures, output?.output?.image?.blob);
    }
  }
  return { pictures, outputs };
}

/** What may be where in a frame. */
interface Loose {
  readonly type?: unknown;
  readonly kind?: unknown;
  readonly hash?: unknown;
  readonly blob?: unknown;
  readonly facts?: unknown;
  readonly data?: Loose | undefined;
  readonly output?: Loose | undefined;
  readonly image?: Loose | undefined;
}

/** An output is kept as canonical JSON, whose first key is its picture when it has one. */
const PICTURE_FIRST = /^\{"image":\{"blob":"([0-9a-f]{64})","bytes":(\d{1,9})[,}]/;
const START_BYTES = 200;

function pictureAtStart(bytes: Uint8Array | null): NamedPicture | null {
  if (bytes === null) return null;
  const found = PICTURE_FIRST.exec(new TextDecoder().decode(bytes.subarray(0, START_BYTES)));
  return found === null ? null : { hash: found[1] ?? '', bytes: Number(found[2]) };
}
