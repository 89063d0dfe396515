import { LIMITS } from '#shared/protocol/limits.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { IMAGE_IN, IMAGE_OUT } from '../../node-kit/picture-ports.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';
import type { FieldOption } from '../../node-kit/types.ts';

/** What a file is written as. `auto` = by the ending of its name, else by what comes in (formats.ts). */
const FORMAT_OPTIONS: readonly FieldOption[] = [
  { value: 'auto', label: 'As the name says' },
  { value: 'markdown', label: 'Markdown' },
  { value: 'text', label: 'Plain text' },
  { value: 'json', label: 'JSON' },
  { value: 'csv', label: 'Table (CSV)' },
  { value: 'picture', label: 'Picture' },
];

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
  effect: 'file',
});
