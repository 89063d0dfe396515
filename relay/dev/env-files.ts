import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** partykit looks for these from its working directory upwards and compiles every value into the server bundle. */
const COMPILED_FILE_NAMES = ['.env', '.env.local'];

/** The files partykit would compile in, nearest first; an empty list means that it is safe to start. */
export function findEnvFiles(directory: string): string[] {
  const here = COMPILED_FILE_NAMES.map((name) => join(directory, name)).filter((file) => existsSync(file));
  const parent = dirname(directory);
  return parent === directory ? here : [...here, ...findEnvFiles(parent)];
}

/** What a person reads when Weft refuses to start because of such files. */
export function describeEnvFiles(files: readonly string[]): string {
  const [first = ''] = files;
  return [
    `Weft does not start while ${files.join(' and ')} ${files.length === 1 ? 'exists' : 'exist'}:`,
    'everything in such a file is compiled into the server program, keys included.',
    'Move it to another name and hand its values over in the shell instead:',
    `  mv ${first} ~/weft-keys.sh`,
    '  set -a; . ~/weft-keys.sh; set +a; npm start',
  ].join('\n');
}
