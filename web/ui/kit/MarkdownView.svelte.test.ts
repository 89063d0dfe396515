import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import MarkdownView from './MarkdownView.svelte';

let component: Record<string, unknown> | undefined;
afterEach(async () => {
  if (component) await unmount(component);
  document.body.replaceChildren();
});

function draw(source: string): HTMLElement {
  component = mount(MarkdownView, { target: document.body, props: { source } });
  flushSync();
  return document.body;
}

it('[SE1] makes no element, address or request of what a model wrote', () => {
  const body = draw(
    [
      '<script>alert(1)</script> <img src=x onerror=alert(1)> <a href="javascript:alert(1)">x</a>',
      '[click](javascript:alert(1)) ![seen](https://foreign.example/pixel.png) [ref]',
      '',
      '[ref]: javascript:alert(2)',
      '',
      '<iframe src="https://foreign.example"></iframe>',
    ].join('\n'),
  );
  expect(body.querySelectorAll('script, img, iframe, [onerror], [onclick]')).toHaveLength(0);
  expect([...body.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([
    'https://foreign.example/pixel.png',
  ]);
  expect(body.textContent).toContain('<script>alert(1)</script>');
});

it('opens links elsewhere, without telling where from', () => {
  const link = draw('See [the map](https://example.org/map).').querySelector('a');
  expect([link?.target, link?.rel]).toEqual(['_blank', 'noopener noreferrer']);
});

it('draws headings below the page’s own, lists, tables and code', () => {
  const body = draw('# One\n\n- a\n- b\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n\n```js\nlet a;\n```\n\n3. three');
  expect(body.querySelector('h3')?.textContent).toBe('One');
  expect(body.querySelectorAll('ul > li')).toHaveLength(2);
  expect([...body.querySelectorAll('td')].map((cell) => cell.textContent)).toEqual(['1', '2']);
  expect(body.querySelector('pre')?.textContent).toContain('let a;');
  expect(body.querySelector('ol')?.getAttribute('start')).toBe('3');
});
