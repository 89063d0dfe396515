import type { JsonValue } from '#shared/json.ts';
import { WeftFailure } from '#shared/run/errors.ts';
import { iterationItem, iterationValue, valueText } from '../../node-kit/iteration-values.ts';
import { configText, type IterationResult, type NodeRunner } from '../../node-kit/types.ts';
import { itemsOf } from './items-of.ts';

/** No call of its own. */
export const run: NodeRunner = async (context) => {
  const items = itemsOf(context);
  if (items.length === 0) return { json: [], text: '' };
  const { parallel } = context.config;
  const results = await context.iterate(
    items.map((item, index) => ({
      item: [iterationItem(item, context.guidance)],
      number: [{ text: String(index + 1) }],
    })),
    {
      parallel: typeof parallel === 'number' ? parallel : 8,
      stops: configText(context.config, 'whenFails') === 'stop',
    },
  );
  const failed = results.flatMap(({ error, outcome }, index) =>
    outcome === 'failed' ? [{ at: index + 1, error }] : [],
  );
  const [first] = failed;
  const stops = configText(context.config, 'whenFails') === 'stop';
  if (first?.error && (stops || failed.length === results.length))
    throw new WeftFailure({ ...first.error, message: `Item ${first.at}: ${first.error.message}` });
  for (const { at, error } of failed.slice(0, 10))
    context.warn(`Item ${at} failed and stands as null in the list: ${error?.message ?? ''}`);
  const values = results.flatMap(valuesOf);
  const texts = values.map(valueText).filter((text) => text !== '');
  return { json: values, text: texts.join('\n\n') };
};

/** Items that were left out leave no gap; those that failed do. */
function valuesOf({ outcome, outputs }: IterationResult): readonly JsonValue[] {
  if (outcome === 'left-out') return [];
  return [outcome === 'failed' ? null : iterationValue(outputs['result'] ?? [])];
}
