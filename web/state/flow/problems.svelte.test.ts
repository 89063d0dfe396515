import { expect, it } from 'vitest';
import { emptyFlow } from '#shared/graph/document.ts';
import { weftError } from '#shared/run/errors.ts';
import { Problems } from './problems.svelte.ts';

const problem = (nodeId: string) => ({ nodeId, error: weftError('missing-input', `Give ${nodeId} a text.`) });

it('what only a start looks for stays until the flow changes, the rest until it is mended', () => {
  const problems = new Problems();
  const flow = emptyFlow('f', 'One');
  const changed = emptyFlow('f', 'Two');
  problems.set([problem('seen'), problem('late')], flow);
  problems.keepOnly([problem('seen')], flow);
  expect([...problems.byNode.keys()]).toEqual(['seen', 'late']);
  problems.keepOnly([], flow);
  expect([...problems.byNode.keys()]).toEqual(['late']);
  problems.keepOnly([], changed);
  expect(problems.isEmpty).toBe(true);
});
