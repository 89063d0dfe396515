import type { JsonValue } from '#shared/json.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { missingInput, requireText } from '../../node-kit/missing-input.ts';
import { configText, type NodeRunner, type RunContext } from '../../node-kit/types.ts';
import { splitText, type SplitWish } from './split-text.ts';

/** Items that a list may have. */
const MOST_ITEMS = 10_000;

/** No call. */
export const run: NodeRunner = (context) => {
  const by = configText(context.config, 'by');
  if (by === 'json') return listOutput(listIn(context));
  const wish: SplitWish = {
    by: by === 'separator' || by === 'paragraphs' ? by : 'lines',
    separator: configText(context.config, 'separator'),
    marks: context.config['marks'] === true,
  };
  return listOutput(splitText(requireText(context), wish));
};

function listIn(context: RunContext): readonly JsonValue[] {
  const came = context.inputs.at('text-in').find((output) => output.json !== undefined)?.json;
  const value = came ?? parse(requireText(context));
  if (Array.isArray(value)) return value;
  throw missingInput('text-in', 'What came in is no JSON list. Pick it out with Extract JSON first.');
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text.trim()) as JsonValue;
  } catch {
    throw missingInput('text-in', 'What came in is no JSON. Pick it out with Extract JSON first.');
  }
}

function listOutput(items: readonly JsonValue[]): NodeOutput {
  if (items.length > MOST_ITEMS)
    throw new WeftFailure(
      weftError(
        'output-too-large',
        `The text falls into ${items.length} parts; a list has up to ${MOST_ITEMS}. Cut it another way.`,
      ),
    );
  const texts = items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  return { json: [...items], text: texts.join('\n\n') };
}
