import type { RunPicture } from '#shared/run/run-pictures.ts';
import type { RunState } from '#shared/run/state.ts';
import { runPictures } from '#shared/run/run-pictures.ts';
import { modelName } from '../../state/run/model-name.ts';
import type { LoadPicture } from '../kit/picture-pool.ts';
import { money } from '../run/format.ts';

/** A picture as the lightbox shows it, with what is known of it. */
export interface LightboxItem {
  readonly hash: string;
  readonly load: LoadPicture;
  readonly alt: string;
  /** The node's name. */
  readonly title: string;
  /** Of the file, without its ending. */
  readonly fileStem: string;
  /** 'image/png'. */
  readonly mediaType: string;
  /** Bytes. */
  readonly bytes: number;
  /** Longer words about it: the prompt, a description. */
  readonly texts: readonly { readonly label: string; readonly text: string }[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

export interface ItemContext {
  readonly flowName: string;
  readonly load: LoadPicture;
  /** "Run 3", where pictures of several runs stand together. */
  readonly runName?: string | undefined;
}

const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Nobody listens to more of it; the whole stands beside the picture. */
const MOST_ALT_CHARACTERS = 400;

/** What is read aloud instead of the picture. */
export function altOf({ description, prompt, nodeName }: RunPicture): string {
  const words = description ?? prompt ?? `Picture from ${nodeName}, no description`;
  return words.length > MOST_ALT_CHARACTERS ? `${words.slice(0, MOST_ALT_CHARACTERS)}…` : words;
}

export function lightboxItem(picture: RunPicture, context: ItemContext): LightboxItem {
  const { description, prompt, model, costMicroUsd } = picture;
  const text = (label: string, words: string | null) => (words === null ? [] : [{ label, text: words }]);
  const fact = (label: string, value: string | null | undefined) => (value ? [{ label, value }] : []);
  return {
    hash: picture.picture.blob,
    load: context.load,
    alt: altOf(picture),
    title: picture.nodeName,
    fileStem: fileStem(context.flowName, picture.nodeName),
    mediaType: picture.picture.mediaType,
    bytes: picture.picture.bytes,
    texts: [...text('Prompt', prompt), ...text('Description', description)],
    facts: [
      ...fact('Model', model && modelName(model.model)),
      ...fact('Cost', costMicroUsd === null ? null : money(costMicroUsd)),
      ...fact('Run', context.runName),
      ...fact('Made', picture.at > 0 ? when.format(picture.at) : null),
    ],
  };
}

/** All pictures of a run as it is shown now, the oldest first. */
export function itemsOfRun(run: RunState, context: Pick<ItemContext, 'load'>): readonly LightboxItem[] {
  const flowName = run.plan?.plan.flowName ?? '';
  return runPictures(run).map((picture) => lightboxItem(picture, { ...context, flowName }));
}

/** 'night-market-cover-art': letters and digits of any script, at most 80 characters. */
export function fileStem(...names: readonly string[]): string {
  const stem = names
    .join(' ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+/, '')
    .slice(0, 80)
    .replace(/-+$/, '');
  return stem || 'picture';
}

/** '1.2 MB', '340 kB'. */
export function bytesWords(bytes: number): string {
  if (bytes >= 1_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return bytes >= 1_000 ? `${Math.round(bytes / 1_000)} kB` : `${bytes} B`;
}

const ENDINGS: { readonly [mediaType: string]: string } = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** The ending of its file: 'png'. */
export function endingOf(mediaType: string): string {
  return ENDINGS[mediaType] ?? 'img';
}
