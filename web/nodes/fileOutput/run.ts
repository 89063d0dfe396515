import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { FILE_TYPES, withEnding } from '#shared/run/file-type.ts';
import type { BlobRef, NodeOutput } from '#shared/run/output.ts';
import { mergeText } from '../../node-kit/merge.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { configText, type FileWish, type NodeRunner, type RunContext } from '../../node-kit/types.ts';
import { fileText } from './file-text.ts';
import { FORMAT_TYPES, namedFormat, type Format } from './formats.ts';

/** One file, no call. What came in goes on as it is. */
export const run: NodeRunner = async (context) => {
  const came = whatCame(context);
  const wish = fileWish(context, came);
  const { name } = await context.file(wish);
  if (name !== wish.name)
    context.warn(`Another node of this run wrote “${wish.name}”. This file is called “${name}”.`);
  const { text, image, json } = came;
  return {
    ...(text === '' ? {} : { text }),
    ...(image === undefined ? {} : { image }),
    ...(json === undefined ? {} : { json }),
  };
};

interface Arrived {
  readonly text: string;
  readonly image: BlobRef | undefined;
  readonly json: NodeOutput['json'];
}

/** A picture may come over the text port too, where none comes over its own. */
function whatCame({ inputs }: RunContext): Arrived {
  const words = inputs.at('text-in');
  const [image] = [...inputs.at('image-in'), ...words].flatMap((output) => output.image ?? []);
  const values = words.flatMap(({ json }) => (json === undefined ? [] : [json]));
  const json = values.length > 1 ? values : values[0];
  return { text: mergeText(words), image, json };
}

function fileWish({ config }: RunContext, { text, image, json }: Arrived): FileWish {
  const name = configText(config, 'name').trim();
  const format = formatOf(configText(config, 'format'), name, text === '' && json === undefined);
  if (format === 'picture') return pictureWish(name, image);
  if (text.trim() === '' && json === undefined)
    throw missingInput(
      'text-in',
      'The threads into “text” brought no words. Look at the node before this one.',
    );
  const mediaType = FORMAT_TYPES[format];
  const content = fileText(format, { text, json });
  if (content.length > LIMITS.blobBytes)
    throw new WeftFailure(
      weftError(
        'output-too-large',
        'The file is longer than 8 MiB, the most that a run keeps. Ask for less.',
      ),
    );
  return { name: withEnding(name, mediaType), mediaType, content };
}

function formatOf(chosen: string, name: string, hasNoText: boolean): Format {
  if (chosen === 'picture' || Object.hasOwn(FORMAT_TYPES, chosen)) return chosen as Format;
  return namedFormat(name) ?? (hasNoText ? 'picture' : 'markdown');
}

function pictureWish(name: string, image: BlobRef | undefined): FileWish {
  if (image === undefined)
    throw missingInput('image-in', 'No picture came in. Look at the node before this one, then run again.');
  const mediaType = FILE_TYPES.find((type) => type === image.mediaType && type.startsWith('image/'));
  if (mediaType === undefined)
    throw new WeftFailure(
      weftError('invalid-output', `A picture of the kind “${image.mediaType}” cannot be a file of the run.`),
    );
  return { name: withEnding(name, mediaType), mediaType, content: image };
}
