import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowLinkHref, readRunFragment, runLinkHref } from './links.ts';
import { readRoute } from './router.svelte.ts';

const flowId = 'f'.repeat(22);
const secret = 's-_'.repeat(14);

describe('links', () => {
  it('are read as they were made', () => {
    const token = fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/);
    const at = fc.option(fc.integer({ min: 1, max: 999_999 }));
    const node = fc.option(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' }));
    fc.assert(
      fc.property(token, token, token, at, node, (runId, flow, key, moment, nodeId) => {
        const href = runLinkHref({ runId, flowId: flow, secret: key, at: moment, nodeId });
        const [path = '', fragment = ''] = href.split('#');
        expect(readRoute(path, `#${fragment}`)).toEqual({
          ...{ screen: 'run', runId, flowId: flow, secret: key, at: moment, nodeId },
        });
      }),
    );
    expect(flowLinkHref({ flowId, secret })).toBe(`/f/${flowId}#${secret}`);
    expect(flowLinkHref({ flowId, secret: '' })).toBe(`/f/${flowId}`);
  });

  it.each(['', '#', `#${secret}`, `#${flowId}.`, `#.${secret}`, `#${flowId}.${secret}.more`, '#a b.c'])(
    'open nothing when they are cut off: %s',
    (fragment) => {
      expect(readRunFragment(fragment)).toBeNull();
      expect(readRoute('/r/run', fragment)).toEqual({ screen: 'unknown', path: '/r/run' });
    },
  );

  it.each(['0', '-1', '1.5', 'x', '9999999999', ''])('leave out a moment that is none: %s', (at) => {
    expect(readRunFragment(`#${flowId}.${secret}&at=${at}&node=`)).toEqual({
      ...{ flowId, secret, at: null, nodeId: null },
    });
  });
});
