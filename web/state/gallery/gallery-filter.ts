import type { RunPicture } from '#shared/run/run-pictures.ts';
import { modelName } from '../run/model-name.ts';

/** A picture of a flow: once, however many of its runs have it. */
export interface GalleryPicture extends RunPicture {
  /** Numbers of the runs that have it, newest first. */
  readonly runNumbers: readonly number[];
}

/** '' = all. */
export interface GalleryFilter {
  readonly run: string;
  readonly model: string;
  readonly node: string;
}

export const NO_FILTER: GalleryFilter = Object.freeze({ run: '', model: '', node: '' });

const BROUGHT = 'brought';

/** What a filter knows a picture's maker by. */
function modelKey({ model }: Pick<RunPicture, 'model'>): string {
  return model === null ? BROUGHT : `${model.provider}/${model.model}`;
}

export function modelWords({ model }: Pick<RunPicture, 'model'>): string {
  return model === null ? 'Put in by people' : modelName(model.model);
}

export function filterPictures(
  pictures: readonly GalleryPicture[],
  filter: GalleryFilter,
): readonly GalleryPicture[] {
  return pictures.filter(
    (picture) =>
      (filter.run === '' || picture.runNumbers.includes(Number(filter.run))) &&
      (filter.model === '' || modelKey(picture) === filter.model) &&
      (filter.node === '' || picture.nodeId === filter.node),
  );
}

export interface FilterOption {
  readonly value: string;
  readonly label: string;
}

/** What can be chosen, by what is there. */
export function filterOptions(pictures: readonly GalleryPicture[]): {
  readonly [key in keyof GalleryFilter]: readonly FilterOption[];
} {
  const runs = new Set(pictures.flatMap(({ runNumbers }) => runNumbers));
  const byLabel = (a: FilterOption, b: FilterOption) => a.label.localeCompare(b.label);
  const named = (of: (picture: GalleryPicture) => FilterOption) =>
    [...new Map(pictures.map(of).map((option) => [option.value, option])).values()].sort(byLabel);
  return {
    run: [...runs].sort((a, b) => b - a).map((number) => ({ value: `${number}`, label: `Run ${number}` })),
    model: named((picture) => ({ value: modelKey(picture), label: modelWords(picture) })),
    node: named(({ nodeId, nodeName }) => ({ value: nodeId, label: nodeName })),
  };
}

/** Pictures of one more run behind those that are there; what is there already belongs to that run too. */
export function withRun(
  before: readonly GalleryPicture[],
  runNumber: number,
  found: readonly RunPicture[],
): readonly GalleryPicture[] {
  const byHash = new Map(before.map((picture) => [picture.picture.blob, picture]));
  for (const picture of [...found].reverse()) {
    const known = byHash.get(picture.picture.blob);
    // What one run only reused, another has made: that one knows more of it.
    const told = known !== undefined && !knowsMore(picture, known) ? known : picture;
    const runNumbers = [...(known?.runNumbers ?? []), runNumber];
    byHash.set(picture.picture.blob, { ...told, runNumbers });
  }
  return [...byHash.values()];
}

function knowsMore(one: RunPicture, other: RunPicture): boolean {
  const known = ({ model, prompt, description, costMicroUsd }: RunPicture) =>
    [model, prompt, description, costMicroUsd].filter((value) => value !== null).length;
  return known(one) > known(other);
}
