import { bug } from '../sim/mutants/planted-bug.ts';
import { OUTBOUND, runes, unit, type Threat } from './threat.ts';

/** How others were broken, by what a flow, a provider or a token said. */
export const THREATS_OF_CALLS: readonly Threat[] = [
  {
    id: 'T1',
    test: unit('relay/providers/outbound.test.ts', '[SE1] refuses %s before anything leaves'),
    weakness: bug(
      'a request goes to any address',
      OUTBOUND,
      '!secure || !plain || url.origin !== base.origin || !url.pathname.startsWith(path)',
      '!secure || !plain',
    ),
  },
  {
    id: 'T2',
    test: unit('relay/providers/outbound.test.ts', '[SE1] sends only listed headers and follows nothing'),
    weakness: bug(
      'redirects are followed',
      OUTBOUND,
      "    redirect: 'manual',\n",
      "    redirect: 'follow',\n",
    ),
  },
  {
    id: 'T3',
    test: unit('relay/providers/outbound.test.ts', '[SE1] sends only listed headers and follows nothing'),
    weakness: bug(
      'every header leaves',
      OUTBOUND,
      "const sent = new Headers({ 'user-agent': 'weft' });",
      "const sent = new Headers({ ...Object.fromEntries(given), 'user-agent': 'weft' });",
    ),
  },
  {
    id: 'T4',
    test: unit('relay/providers/helpers.test.ts', '[SE1] refuses %j'),
    weakness: bug(
      'a parameter that no model has reaches the provider',
      'relay/providers/read-parameters.ts',
      '      return { ok: false, problem: `The model has no parameter “${key.slice(0, 64)}”.` };',
      '      continue;',
    ),
  },
  {
    id: 'T5',
    test: unit('relay/http/guard.test.ts', '[HR1] not %s'),
    weakness: bug(
      'a flow asks any host',
      'relay/http/check-address.ts',
      '!policy.allows(url.hostname)',
      'policy.hosts.length < 0',
    ),
  },
  {
    id: 'T6',
    test: unit('relay/http/guard.test.ts', '[HR1] not %s, even if all names were listed'),
    weakness: bug(
      'names of private networks count as public',
      'relay/http/public-name.ts',
      ' &&\n    !PRIVATE_ENDING.test(host)',
      '',
    ),
  },
  {
    id: 'T7',
    test: unit('relay/auth/tampered-tokens.test.ts', '[AU1] in any bit of what it says is worth nothing'),
    weakness: bug(
      'tokens are read without their signature',
      'relay/auth/tokens.ts',
      "import { jwtVerify, SignJWT } from 'jose';",
      "import { decodeJwt, SignJWT } from 'jose';\nconst jwtVerify = async (token: string, ..._rest: unknown[]) => ({ payload: decodeJwt(token) });",
    ),
  },
  {
    id: 'T8',
    test: unit('relay/auth/tokens.test.ts', '[AU1] tickets and proofs of a person do not pass for tokens'),
    weakness: bug(
      'a ticket passes for a token',
      'relay/auth/tokens.ts',
      '        issuer: ISSUER,\n        audience,\n',
      '        issuer: ISSUER,\n',
    ),
  },
  {
    id: 'T9',
    test: unit('relay/auth/doors.test.ts', 'origin %s → %s'),
    weakness: bug(
      'any page may speak to the relay',
      'relay/auth/request-origin.ts',
      '  if (origin === null) return true;\n',
      '  if (origin !== undefined) return true;\n',
    ),
  },
  {
    id: 'T10',
    test: unit('relay/auth/role-matrix.test.ts', '[AU1] $door as $caller: $isAllowed'),
    weakness: bug(
      'a viewer starts runs',
      'relay/auth/decide.ts',
      "  viewer: ['run.read', 'flow.read'],",
      "  viewer: ['run.read', 'flow.read', 'run.start'],",
    ),
  },
  {
    id: 'T11',
    test: unit('relay/auth/doors.test.ts', 'keep no secret, only its hash'),
    weakness: bug(
      'secrets of links are kept',
      'relay/auth/flow-links.ts',
      '  return hashByLibrary(`weft-link:${secret}`);',
      '  return secret;',
    ),
  },
  {
    id: 'T12',
    test: unit('relay/providers/list-providers.test.ts', '[SE1] says what there is, without key or address'),
    weakness: bug(
      'the list of providers tells where they are',
      'relay/providers/list-providers.ts',
      'shownProvider(provider.description)',
      'shownProvider({ ...provider.description, about: JSON.stringify(provider) })',
    ),
  },
  {
    id: 'T13',
    test: {
      ...unit('relay/providers/openai/contract.test.ts', '[SE1] a refused key is said without the key'),
      suite: 'relay/providers/testing/contract.ts',
    },
    weakness: {
      name: 'words of a failure repeat what the provider said',
      edits: [
        {
          file: OUTBOUND,
          from: '    const hint = redirected ? undefined : failureHint(await errorBody(call, response));\n',
          to: '    const said = await errorBody(call, response);\n    const hint = redirected ? undefined : failureHint(said);\n',
        },
        {
          file: OUTBOUND,
          from: 'throw call.fail(classifyStatus(redirected ? 302 : response.status, hint, wait));',
          to: 'throw call.fail({ ...classifyStatus(redirected ? 302 : response.status, hint, wait), detail: said });',
        },
        {
          file: 'relay/providers/error-words.ts',
          from: "  'key-refused': ({ label, keyVariable }) =>\n    `${label} refused the key.",
          to: "  'key-refused': ({ label, keyVariable, failure }) =>\n    `${label} refused the key ${failure.detail}.",
        },
      ],
    },
  },
  {
    id: 'T14',
    test: unit('relay/providers/key-seal.test.ts', '[VA1] is not opened for another %s'),
    weakness: bug(
      'a key is bound to nothing',
      'relay/providers/key-seal.ts',
      "JSON.stringify(['weft-key', 1, ringId, keyId, provider, addresses])",
      "JSON.stringify(['weft-key', 1, [ringId, keyId, provider, addresses].length])",
    ),
  },
  {
    id: 'T15',
    test: unit('relay/core/vault/vault-room.test.ts', '[VA3] is for one flow and for its providers'),
    weakness: bug(
      'a grant pays for every flow',
      'relay/core/vault/may-pay.ts',
      'if (grant === null || grant.flowId !== flowId)',
      'if (grant === null || flowId === grant.grantId)',
    ),
  },
  {
    id: 'T16',
    test: unit(
      'relay/core/vault/vault-room.test.ts',
      '[CA2] 10,000 runs at the edge spend what there is and no more',
    ),
    weakness: bug(
      'what is held does not count',
      'relay/core/vault/budget.ts',
      'waits ||= microUsd > leftMicroUsd - held[kind];',
      'waits ||= microUsd > leftMicroUsd + held[kind];',
    ),
  },
  {
    id: 'T17',
    test: unit(
      'relay/shell/picture-desk.test.ts',
      '[PI1] what is not what its name says, or no picture, or a bomb',
    ),
    weakness: bug(
      'any bytes are kept as a picture',
      'shared/check-picture.ts',
      "  if (header === null) return refused('not-a-picture', NO_PICTURE);\n",
      "  if (header === null) return { ok: true, header: { mediaType: 'image/png', width: 1, height: 1 } as PictureHeader };\n",
    ),
  },
  {
    id: 'T18',
    test: unit('relay/shell/run-pictures.test.ts', 'are those that it names, for whoever may read the run'),
    weakness: bug(
      'bytes of people are served as a document',
      'relay/shell/served-bytes.ts',
      "      'content-type': 'application/octet-stream',\n      'content-disposition': 'attachment',\n",
      "      'content-type': 'text/html',\n",
    ),
  },
  {
    id: 'T19',
    test: runes(
      'web/ui/kit/MarkdownView.svelte.test.ts',
      '[SE1] makes no element, address or request of what a model wrote',
    ),
    weakness: bug(
      'links lead anywhere',
      'web/ui/kit/markdown-safe.ts',
      'return SCHEMES.has(url.protocol) ? url.href : null;',
      'return SCHEMES.size > 0 ? url.href : null;',
    ),
  },
  {
    id: 'T20',
    test: unit('web/sandbox/sandbox.test.ts', '[SB1] shuts a worker in for good'),
    weakness: bug(
      'code reaches the network',
      'web/sandbox/shut-in.ts',
      "const WAYS_OUT = [\n  'fetch',\n",
      'const WAYS_OUT = [\n',
    ),
  },
];
