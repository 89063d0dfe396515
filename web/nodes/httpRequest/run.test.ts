import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#shared/json.ts';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import { arrives, fakeRun, type FakeRunOptions } from '../../node-kit/testing.ts';
import { check } from './check.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const API = 'https://api.example.com';
const nothing = { wiredInputs: new Set<string>() };

async function ask(
  config: JsonObject,
  values: Readonly<Record<string, string>> = {},
  more: FakeRunOptions = {},
) {
  const arrivals = Object.entries(values).map(([name, text]) => arrives(text, `var-${name}`));
  const fake = fakeRun(definition, { config, arrivals, ...more });
  const output = await run(fake.context);
  return { output, request: fake.requests[0], warnings: fake.warnings };
}

const messages = (
  config: JsonObject,
  httpHosts: readonly string[] | undefined = ['api.example.com', '*.harbour.org'],
) =>
  check(effectiveConfig(definition, config), { ...nothing, httpHosts }).map(
    ({ field, message }) => `${field}: ${message}`,
  );

describe('what is asked', () => {
  it('has an input for each gap of address, headers and body, each once', () => {
    const config = { url: `${API}/{{a}}/{{b}}`, headers: 'X-B: {{b}}', body: '{{c}} {{a}}' };
    expect(definition.ports(config).inputs.map(({ label }) => label)).toEqual(['a', 'b', 'c']);
  });

  it('[HR5] what comes in stays where it stands in the address', async () => {
    const address = async (url: string, values: Record<string, string>) =>
      (await ask({ url }, values)).request?.url;
    expect(await address(`${API}/find?q={{q}}&n=3`, { q: ' a&b=c#d?/é\ud800 ' })).toBe(
      `${API}/find?q=a%26b%3Dc%23d%3F%2F%C3%A9%EF%BF%BD&n=3`,
    );
    expect(await address('https://{{host}}/x', { host: 'evil.org/y' })).toBe('https://evil.org%2Fy/x');
    expect(await address('{{page}}', { page: `\n${API}/a?b=c ` })).toBe(`${API}/a?b=c`);
    await expect(address(`${API}/items/{{id}}`, { id: '..' })).rejects.toMatchObject({
      error: { code: 'invalid-config', field: 'url' },
    });
  });

  it('[HR5] what comes in adds no header', async () => {
    const headers = 'Accept: text/plain\n\n X-Name :  {{name}}!';
    const { request } = await ask({ url: API, headers }, { name: 'Wren\n' });
    expect(request?.headers).toEqual({ accept: 'text/plain', 'x-name': 'Wren!' });
    for (const name of ['a\r\nHost: evil.org', 'a\nb', 'a\u0000b'])
      await expect(ask({ url: API, headers }, { name })).rejects.toMatchObject({
        error: { code: 'invalid-config', field: 'headers' },
      });
    await expect(ask({ url: API, headers: 'X-A: {{name}}' }, { name: '世界' })).rejects.toMatchObject({
      error: { field: 'headers' },
    });
  });

  it('[HR5] what comes in is written so that it fits in JSON', async () => {
    const body = '{"a": {{a}}, "b": "say \\"{{b}}\\"", "c": {{c}}}';
    const { request } = await ask(
      { method: 'POST', url: API, body },
      { a: 'plain "words"\n', b: 'x"}, "y": 1', c: '[1, 2]' },
    );
    expect(JSON.parse(request?.body ?? '')).toEqual({
      a: 'plain "words"\n',
      b: 'say "x"}, "y": 1"',
      c: [1, 2],
    });
    expect(request?.headers).toEqual({ 'content-type': 'application/json' });
  });

  it('[HR5] what comes in is one value of a form, and stands in plain text as it is', async () => {
    const form = await ask({ method: 'PUT', url: API, bodyIs: 'form', body: 'a={{a}}&b=2' }, { a: 'x&y=z' });
    expect(form.request).toEqual({
      method: 'PUT',
      url: API,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=x%26y%3Dz&b=2',
    });
    const headers = 'Content-Type: text/markdown';
    const text = await ask(
      { method: 'POST', url: API, bodyIs: 'text', body: '# {{a}}', headers },
      { a: 'x' },
    );
    expect(text.request).toMatchObject({ headers: { 'content-type': 'text/markdown' }, body: '# x' });
  });

  it('says which body does not become JSON', async () => {
    const config = { method: 'POST', url: API, body: '{{a}} {{b}}' };
    await expect(ask(config, { a: '1', b: '2' })).rejects.toMatchObject({ error: { field: 'body' } });
  });
});

describe('what comes back', () => {
  const answers = (text: string, mediaType = 'text/plain', status = 200): FakeRunOptions => ({
    responses: [{ text, mediaType, status, url: `${API}/x` }],
  });
  const json = answers('{"tide": "high"}', 'application/problem+json');

  it('goes on as text, and as JSON when it is that', async () => {
    expect((await ask({ url: API }, {}, answers('high'))).output).toEqual({ text: 'high' });
    expect((await ask({ url: API }, {}, json)).output).toEqual({
      text: '{"tide": "high"}',
      json: { tide: 'high' },
    });
    expect((await ask({ url: API, answer: 'text' }, {}, json)).output).toEqual({ text: '{"tide": "high"}' });
    expect((await ask({ url: API, answer: 'json' }, {}, answers('[1]'))).output).toEqual({
      text: '[1]',
      json: [1],
    });
  });

  it('warns of JSON that is none, or fails where nothing else will do', async () => {
    const broken = answers('{"tide"', 'application/json');
    const { output, warnings } = await ask({ url: API }, {}, broken);
    expect([output, warnings.length]).toEqual([{ text: '{"tide"' }, 1]);
    await expect(ask({ url: API, answer: 'json' }, {}, broken)).rejects.toMatchObject({
      error: { code: 'http-status', field: 'answer' },
    });
  });

  it('[HR6] a status that is no success fails the node, with the status and the first words', async () => {
    const failing = async (text: string, type: string, status: number) =>
      ask({ url: API }, {}, answers(text, type, status)).then(
        () => 'done',
        ({ error }: { error: { message: string } }) => error.message,
      );
    expect(await failing(' no such\n tide ', 'text/plain', 404)).toBe(
      'api.example.com answered 404: there is nothing at this address. It says: “no such tide”',
    );
    expect(await failing('', '', 418)).toBe('api.example.com answered 418.');
    const page = `<html><head><title>t</title><style>p{}</style></head><script>x()</script><p>Gone ${'a'.repeat(300)}</p>`;
    expect(await failing(page, 'text/html', 500)).toMatch(/^[^<]*“Gone a{195}…”$/);
    expect(await failing('', '', 304)).toContain('304');
  });
});

describe('what can be said before a run', () => {
  it.each([
    [{ url: `${API}/x?y={{z}}` }],
    [{ url: 'https://tides.harbour.org' }],
    [{ url: '{{page}}' }],
    [{ url: 'https://{{name}}.harbour.org/' }],
    [{ method: 'POST', url: API, body: '{"a": {{a}}, "b": "{{b}}"}' }],
    [{ method: 'POST', url: API, body: 'words', bodyIs: 'text' }],
    [{ url: API, headers: 'Authorization: Bearer {{token}}' }],
  ])('%j is fine', (config) => {
    expect(messages(config)).toEqual([]);
  });

  it.each([
    [
      { url: 'https://evil.org/' },
      /^url: This relay does not ask “evil.org”. It asks api.example.com, \*.harbour.org;/,
    ],
    [{ url: 'https://API.example.com.evil.org/' }, /^url: This relay does not ask/],
    [{ url: 'http://api.example.com/' }, /^url: That is no address/],
    [{ url: 'api.example.com' }, /^url: That is no address/],
    [{ url: 'https://' }, /^url: That is no address/],
    [{ url: API, headers: 'Accept: a\nnonsense' }, /^headers: Line 2 is no header/],
    [{ url: API, headers: 'Host: evil.org' }, /^headers: The header “host” cannot be sent/],
    [{ url: API, body: 'x' }, /^body: GET sends no body/],
    [{ method: 'POST', url: API, body: '{"a": }' }, /^body: The body is not JSON/],
    [{ url: `${API}/{{a.b}}` }, /^url: “\{\{a.b}}”/],
  ])('[HR5] %j is not', (config, message) => {
    expect(messages(config)).toEqual([expect.stringMatching(message)]);
  });

  it('[HR5] a relay that asks nobody says so, and one that has not said is left in peace', () => {
    expect(messages({ url: API }, [])).toEqual([expect.stringContaining('WEFT_HTTP_HOSTS')]);
    expect(check({ url: 'https://evil.org' }, nothing)).toEqual([]);
    expect(
      check({ url: API }, { wiredInputs: new Set(['var-old']), httpHosts: ['api.example.com'] }),
    ).toMatchObject([{ code: 'bad-template' }]);
  });
});
