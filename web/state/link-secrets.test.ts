import { describe, expect, it } from 'vitest';
import { memoryKeyValueStore } from './key-value-store.ts';
import { createLinkSecrets, forgetLinkSecrets } from './link-secrets.ts';

describe('secrets of the links that this browser made', () => {
  it('are kept by flow, seen by other tabs, and go with the link or the flow', () => {
    const store = memoryKeyValueStore();
    const one = createLinkSecrets(store, 'one');
    const other = createLinkSecrets(store, 'other');
    one.keep('a', 'secret-a');
    one.keep('b', 'secret-b');
    other.keep('a', 'secret-of-other');
    const tab = createLinkSecrets(store, 'one');
    expect([tab.get('a'), tab.get('b'), tab.get('c')]).toEqual(['secret-a', 'secret-b', null]);
    tab.forget('a');
    expect([one.get('a'), one.get('b'), other.get('a')]).toEqual([null, 'secret-b', 'secret-of-other']);
    forgetLinkSecrets(store, 'one');
    expect([one.get('b'), other.get('a')]).toEqual([null, 'secret-of-other']);
    expect(store.get('weft:link-secrets')).toBe('{"other":{"a":"secret-of-other"}}');
  });

  it('whatever else stands in the store is no secret', () => {
    for (const text of ['', '[]', '{"one":5}', '{"one":{"a":5}}', 'null', '{{'])
      expect(
        createLinkSecrets(memoryKeyValueStore({ 'weft:link-secrets': text }), 'one').get('a'),
        text,
      ).toBe(null);
  });
});
