import { LIMITS } from '#shared/protocol/limits.ts';
import { meantAsPicture } from './picture-files.ts';

/** What letting go would do: as far as the kinds tell that a browser shows of files that are still held. */
export interface DropOutlook {
  /** Of each file; '' where the browser does not know it. */
  readonly types: readonly string[];
  /** The name of the node under the pointer, when it has a field for a picture. */
  readonly into: string | null;
  readonly readOnly: boolean;
}

export interface DropWords {
  readonly words: string;
  /** The picture goes into the node under the pointer. */
  readonly isIntoNode: boolean;
}

export function dropWords({ types, into, readOnly }: DropOutlook): DropWords {
  const beside = (words: string): DropWords => ({ words, isIntoNode: false });
  if (readOnly) return beside('You can read this flow, but not change it.');
  const pictures = types.filter((type) => meantAsPicture({ name: '', type })).length;
  const others = types.filter((type) => !meantAsPicture({ name: '', type }));
  if (pictures === 1 && into !== null && others.length === 0)
    return { words: `Puts the picture into “${into}”`, isIntoNode: true };
  const [first] = others;
  const [put, open] = [pictures === 0 ? '' : putWords(pictures), first === undefined ? '' : openWords(first)];
  if (put !== '' && open !== '') return beside(`${put}, and ${open.charAt(0).toLowerCase()}${open.slice(1)}`);
  return beside(put || open || 'Opens a flow or a run, or puts in a picture or a text');
}

function putWords(pictures: number): string {
  const most = LIMITS.picturesAtOnce;
  if (pictures === 1) return 'Puts the picture in, as an Image Input';
  return pictures > most
    ? `Puts the first ${most} pictures in, an Image Input each`
    : `Puts ${pictures} pictures in, an Image Input each`;
}

function openWords(type: string): string {
  if (type === 'application/json') return 'Opens the flow';
  if (type.startsWith('text/')) return 'Puts the text in, as an Initial Prompt';
  return 'Opens the file';
}
