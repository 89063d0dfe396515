import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { missingInput, requireText } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner } from '../../node-kit/types.ts';
import { findJson } from './find-json.ts';
import { parsePath, pickPath } from './json-path.ts';

/** No call. JSON that comes in as such is not looked for in the text. */
export const run: NodeRunner = (context) => {
  const came = context.inputs.at('text-in').find((output) => output.json !== undefined)?.json;
  const json = came ?? findJson(requireText(context));
  if (json === undefined)
    throw missingInput('text-in', 'There is no JSON in what came in. Ask the step before for JSON alone.');
  const path = configText(context.config, 'path');
  const parsed = parsePath(path);
  if (!parsed.ok) throw new WeftFailure(weftError('invalid-config', parsed.message, { field: 'path' }));
  const picked = pickPath(json, parsed.steps);
  if (picked === undefined)
    throw missingInput('path', `The JSON that came in has nothing at “${path.trim()}”. Look at its shape.`);
  return { json: picked, text: typeof picked === 'string' ? picked : JSON.stringify(picked, null, 2) };
};
