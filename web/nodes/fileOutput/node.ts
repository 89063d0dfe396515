import type { JsonObject } from '#shared/json.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { fileNameProblem } from '#shared/run/file-name.ts';
import { withEnding } from '#shared/run/file-type.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { IMAGE_IN, IMAGE_OUT } from '../../node-kit/picture-ports.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';
import { configText, type NodeWiring } from '../../node-kit/types.ts';
import { FORMAT_OPTIONS, namedFormat } from './formats.ts';

export const definition = defineNode({
  type: 'fileOutput',
  title: 'File Output',
  about: 'Writes text, JSON, a table or a picture as a file of the run, to look at and to download.',
  group: 'keep',
  kind: 'task',
  icon: 'save',
  keywords: ['save', 'export', 'csv', 'json', 'markdown', 'download', 'write', 'result'],
  fields: [
    {
      key: 'name',
      label: 'File name',
      help: 'Without a folder. An ending that is missing is added.',
      type: 'text',
      default: 'result',
      placeholder: 'report.md',
      required: true,
      maxLength: LIMITS.fileNameCharacters,
      face: 'mono',
    },
    {
      key: 'format',
      label: 'Written as',
      help: 'A table is made of a list in JSON, or of CSV. Cells that begin with = + - @ and are no numbers get an apostrophe, so that no spreadsheet takes them for formulas.',
      type: 'select',
      default: 'auto',
      options: FORMAT_OPTIONS,
    },
  ],
  ports: () => ({
    inputs: [{ ...TEXT_IN, required: false }, IMAGE_IN],
    outputs: [TEXT_OUT, IMAGE_OUT],
  }),
  outputKeys: ['text', 'image', 'json'],
  leavesMark: true,
  check,
});

function check(config: JsonObject, { wiredInputs }: NodeWiring): readonly WeftError[] {
  const name = configText(config, 'name').trim();
  const format = configText(config, 'format');
  const errors: WeftError[] = [];
  // With the longest ending that may be added. A name that is empty has been told of before.
  const problem = name === '' ? null : (fileNameProblem(name) ?? fileNameProblem(withAnyEnding(name)));
  if (problem !== null) errors.push(weftError('invalid-config', problem, { field: 'name' }));
  const hasText = wiredInputs.has('text-in');
  const hasPicture = wiredInputs.has('image-in');
  if (!hasText && !hasPicture)
    errors.push(
      weftError('missing-input', 'Nothing is connected. Pull a thread to “text” or to “picture”.', {
        field: 'text-in',
      }),
    );
  else if ((format === 'auto' ? namedFormat(name) : format) === 'picture' && !hasPicture)
    errors.push(
      weftError(
        'missing-input',
        'A picture is to be written, but none is connected. Pull a thread to “picture”.',
        {
          field: 'image-in',
        },
      ),
    );
  return errors;
}

const withAnyEnding = (name: string): string =>
  namedFormat(name) === null ? withEnding(name, 'application/json') : name;
