import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAddress } from './check-address.ts';
import { httpPolicy } from './http-policy.ts';
import { isPublicName } from './public-name.ts';
import { headersElsewhere, refusedHeader } from '#shared/run/http-headers.ts';

const policy = httpPolicy({ WEFT_HTTP_HOSTS: 'api.example.com, *.quiet-harbour.org' });
/** What lets everything through that is a name at all: only then a test shows what the rules for names do. */
const everything = { hosts: [], allows: isPublicName, originOf: (host: string) => `https://${host}` };

describe('where requests may go', () => {
  it.each([
    'https://api.example.com',
    'https://api.example.com/a/b?c=d',
    'https://API.Example.COM/x',
    'https://api.example.com:443/x',
    'https://deep.down.quiet-harbour.org/',
  ])('[HR1] %s', (address) => {
    expect(checkAddress(address, policy)).toMatchObject({ ok: true });
  });

  it.each([
    ['https://example.com/', 'not-listed'],
    ['https://evil.test/', 'not-listed'],
    ['https://api.example.com.evil.org/', 'not-listed'],
    ['https://notapi.example.com/', 'not-listed'],
    ['https://quiet-harbour.org/', 'not-listed'],
    ['https://evilquiet-harbour.org/', 'not-listed'],
    ['https://api.example.com./', 'not-listed'],
    ['http://api.example.com/', 'not-https'],
    ['ws://api.example.com/', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['data:text/plain,x', 'not-https'],
    ['https://me:secret@api.example.com/', 'with-login'],
    ['https://api.example.com@evil.org/', 'with-login'],
    ['https://api.example.com:8443/', 'other-port'],
    ['https://api.example.com:80/', 'other-port'],
    ['https://evil.org\\@api.example.com/', 'no-address'],
    ['https://api.example.com\\.evil.org/', 'no-address'],
    ['https://api.exa\tmple.com/', 'no-address'],
    ['https://api.example.com/\r\nHost: evil.org', 'no-address'],
    [' https://api.example.com/', 'no-address'],
    ['//api.example.com/', 'no-address'],
    ['', 'no-address'],
    [`https://api.example.com/${'x'.repeat(4_000)}`, 'no-address'],
  ])('[HR1] not %s', (address, why) => {
    expect(checkAddress(address, policy)).toEqual({ ok: false, why });
  });

  it.each([
    ...['127.0.0.1', '127.1', '0x7f.1', '0177.0.0.1', '2130706433', '0x7f000001', '017700000001'],
    ...[
      '0',
      '0.0.0.0',
      '10.0.0.7',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '224.0.0.1',
    ],
    ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[fe80::1]', '[fd00:ec2::254]'],
    ...['[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[2001:db8::1]', '①②⑦.⓪.⓪.①', '127。0。0。1', '１２７.0.0.1'],
    ...[
      'localhost',
      'LOCALHOST',
      'localhost.',
      'a.localhost',
      'router.local',
      'db.internal',
      'nas.lan',
      'tv.home',
    ],
    ...['printer.home.arpa', 'wiki.intranet', 'wiki.corp', '1.0.0.127.in-addr.arpa', 'x.test', 'x.invalid'],
    ...[
      'intranet',
      'com',
      'metadata',
      'metadata.google.internal',
      'hidden.onion',
      'a..b.com',
      '-a.com',
      'a_b.com',
    ],
    ...['1.2.3.4.5', '%31%32%37.0.0.1', 'ⓛocalhost', 'loc\u00ADalhost'],
  ])('[HR1] not %s, even if all names were listed', (host) => {
    expect(checkAddress(`https://${host}/`, everything)).toMatchObject({ ok: false });
  });

  it('[HR1] no address in numbers passes, however it is written', () => {
    const part = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.constantFrom('dec', 'hex', 'oct'));
    const written = ([value, how]: readonly [number, string]): string => {
      if (how === 'hex') return `0x${value.toString(16)}`;
      return how === 'oct' ? `0${value.toString(8)}` : String(value);
    };
    const dotted = fc
      .array(part, { minLength: 1, maxLength: 4 })
      .map((parts) => parts.map(written).join('.'));
    const six = fc.ipV6().map((address) => `[${address}]`);
    fc.assert(
      fc.property(fc.oneof(dotted, six, fc.ipV4Extended(), fc.ipV4()), (host) => {
        expect(checkAddress(`https://${host}/`, everything).ok).toBe(false);
      }),
    );
  });

  it('[HR1] whatever is written around it, what is let through asks a listed host over https', () => {
    const piece = fc.constantFrom(
      ...[
        'https://',
        'http://',
        'api.example.com',
        'evil.org',
        '@',
        ':',
        '/',
        '\\',
        '?',
        '#',
        '.',
        '%2e',
        '\t',
      ],
      ...['[::1]', '127.0.0.1', ':443', ':22', 'quiet-harbour.org', 'user', '\u3002', '\u2025', ' '],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const checked = checkAddress(pieces.join(''), policy);
        if (!checked.ok) return;
        const again = new URL(checked.url.href);
        expect(policy.allows(again.hostname)).toBe(true);
        expect([again.protocol, again.port, again.username, again.password]).toEqual(['https:', '', '', '']);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the list of hosts', () => {
  it('[HR1] without one nothing is allowed', () => {
    for (const environment of [{}, { WEFT_HTTP_HOSTS: '' }, { WEFT_HTTP_HOSTS: ' , ' }]) {
      const none = httpPolicy(environment);
      expect(none.hosts).toEqual([]);
      expect(none.allows('api.example.com')).toBe(false);
    }
  });

  it('[HR1] what is no name of the open web counts as not written', () => {
    const WEFT_HTTP_HOSTS =
      'API.example.com,*.com,*,*.*.org,127.0.0.1,localhost,[::1],https://a.org,a.org:8443,a.org/x,*.ok.org,api.example.com';
    expect(httpPolicy({ WEFT_HTTP_HOSTS }).hosts).toEqual(['api.example.com', '*.ok.org']);
  });

  it('[HR1] only a server of this machine can be put in the place of a host', () => {
    const standIns = {
      'http:a.org': 'http://127.0.0.1:9000/deep/path',
      'http:b.org': 'http://10.0.0.7:9000',
      'http:c.org': 'no address',
      openai: 'http://127.0.0.1:9001',
    };
    const { originOf } = httpPolicy({ WEFT_PROVIDER_BASE_URLS: JSON.stringify(standIns) });
    expect(['a.org', 'b.org', 'c.org', 'openai'].map(originOf)).toEqual([
      'http://127.0.0.1:9000',
      'https://b.org',
      'https://c.org',
      'https://openai',
    ]);
    expect(httpPolicy({ WEFT_PROVIDER_BASE_URLS: '[' }).originOf('a.org')).toBe('https://a.org');
  });
});

describe('what requests may carry', () => {
  it.each([
    ...['host', 'cookie', 'set-cookie', 'connection', 'transfer-encoding', 'content-length', 'te', 'upgrade'],
    ...[
      'x-forwarded-for',
      'x-forwarded-host',
      'forwarded',
      'x-real-ip',
      'via',
      'cf-connecting-ip',
      'proxy-authorization',
    ],
    ...[
      'origin',
      'referer',
      'sec-fetch-site',
      'x-http-method-override',
      'x-weft-door',
      'expect',
      'accept-encoding',
    ],
  ])('[HR2] not the header %s', (name) => {
    expect(refusedHeader({ accept: 'text/plain', [name]: 'x' })).toBe(name);
  });

  it('[HR2] no line break, no sign that cannot be seen, no name that is none', () => {
    for (const value of ['a\r\nHost: evil.org', 'a\nb', 'a\rb', 'a\u0000b', 'ä', 'a\u007f', '\u2028'])
      expect(refusedHeader({ 'x-a': value })).toBe('x-a');
    for (const name of ['', 'a b', 'a:b', 'a\nb', 'X-Upper', 'ä', 'a(b)'])
      expect(refusedHeader({ [name]: 'x' })).toBe(name);
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, value) => {
        if (refusedHeader({ [name]: value }) !== null) return;
        // The platform agrees that this is one header, and that it says what was written.
        const sent = [...new Headers([[name, value]])];
        expect(sent).toEqual([[name, value.replace(/^[\t ]+|[\t ]+$/g, '')]]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[HR2] takes what a person may say, up to a limit', () => {
    const headers = {
      accept: 'application/json',
      authorization: 'Bearer mine',
      'x-api-key': 'k',
      'user-agent': 'me',
    };
    expect(refusedHeader(headers)).toBeNull();
    expect(refusedHeader({ 'x-long': 'x'.repeat(8_000) })).toBe('x-long');
    const many = Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`x-${index}`, '']));
    expect(refusedHeader(many)).toBe('x-32');
  });

  it('[HR2] another host than the one that was named hears none of what may be secret', () => {
    const headers = {
      accept: 'text/plain',
      authorization: 'Bearer mine',
      'x-api-key': 'k',
      'content-type': 'text/plain',
    };
    expect(headersElsewhere(headers)).toEqual({ accept: 'text/plain', 'content-type': 'text/plain' });
  });
});
