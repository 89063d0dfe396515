import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { fileNameProblem } from '#shared/run/file-name.ts';
import { withEnding } from '#shared/run/file-type.ts';
import { configText, type NodeWiring } from '../../node-kit/types.ts';
import { namedFormat } from './formats.ts';

/** Whether the name can be that of a file, and whether there is what is to be written. */
export function check(config: JsonObject, { wiredInputs }: NodeWiring): readonly WeftError[] {
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
