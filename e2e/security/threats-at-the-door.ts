import { bug } from '../sim/mutants/planted-bug.ts';
import { inProcess, OUTBOUND, unit, type Threat } from './threat.ts';

/** What strangers at the door, other processes, and whoever reads what leaves the relay, could have. */
export const THREATS_AT_THE_DOOR: readonly Threat[] = [
  {
    id: 'T21',
    test: unit('relay/auth/tampered-tokens.test.ts', '[AU1] at any place of its text is worth nothing'),
    weakness: bug(
      'one token goes by many names',
      'relay/auth/tokens.ts',
      '    if (!WRITTEN.test(token)) return null;\n',
      '',
    ),
  },
  {
    id: 'T22',
    test: unit(
      'relay/auth/tampered-tokens.test.ts',
      '[AU1] with a header that names another way is worth nothing',
    ),
    weakness: {
      name: 'a token says itself how it is signed',
      edits: [
        { file: 'relay/auth/tokens.ts', from: '        algorithms: [ALGORITHM],\n', to: '' },
        { file: 'relay/auth/tokens.ts', from: '[\\w-]{42}[AEIMQUYcgkosw048]$/', to: '[\\w-]*$/' },
      ],
    },
  },
  {
    id: 'T23',
    test: unit(
      'relay/providers/outbound.test.ts',
      '[SE1] an answer that repeats the key is passed on without it, cut wherever it may be: %j',
    ),
    weakness: bug(
      'answers are passed on with the key in them',
      OUTBOUND,
      "accept === 'anything' ? null : createKeyHider(call.key)",
      "accept === 'anything' ? null : createKeyHider('')",
    ),
  },
  {
    id: 'T24',
    test: inProcess(
      'e2e/process/canaries.process.test.ts',
      '[SE1] reach nobody, whatever providers repeat and whoever listens',
    ),
    weakness: {
      name: 'a provider’s words and headers are told to whoever watches',
      edits: [
        {
          file: 'relay/providers/outbound.ts',
          from: '    const hint = redirected ? undefined : failureHint(await errorBody(call, response));\n',
          to: '    const said = (await errorBody(call, response)) + JSON.stringify([...response.headers]);\n    const hint = redirected ? undefined : failureHint(said);\n',
        },
        {
          file: 'relay/providers/outbound.ts',
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
    id: 'T25',
    test: inProcess(
      'e2e/process/canaries.process.test.ts',
      '[SE1] never come back: not when they are refused, kept, checked, used, told of or removed',
    ),
    weakness: bug(
      'a key ring shows its keys',
      'relay/shell/vault-keys.ts',
      '    name: wish.name,\n    lastFour',
      '    name: `${wish.name} ${key}`,\n    lastFour',
    ),
  },
  {
    id: 'T26',
    test: inProcess(
      'e2e/process/canaries.process.test.ts',
      '[SE1] show no key in the list of processes, and were given none in their environment',
    ),
    weakness: bug(
      'processes inherit the keys of the shell',
      'relay/dev/partykit-process.ts',
      "!hidden.has(name) && !name.startsWith('WEFT_')",
      "hidden.size > 0 && !name.startsWith('WEFT_')",
    ),
  },
  {
    id: 'T27',
    test: inProcess(
      'e2e/process/canaries.process.test.ts',
      '[SE1] let nobody read their memory: no debugger answers on any of their ports',
    ),
    weakness: bug(
      'workerd opens its debugger',
      'relay/dev/loopback-preload.mjs',
      "    .filter((arg) => !arg.startsWith('--inspector-addr='))\n",
      '',
    ),
  },
  {
    id: 'T28',
    test: unit('relay/dev/relay-log.test.ts', '[SE1] redacts a key even when it arrives in two pieces'),
    weakness: bug(
      'logs are written as they come',
      'relay/dev/relay-log.ts',
      'writeLine(options.redact(line))',
      'writeLine(line)',
    ),
  },
  {
    id: 'T29',
    test: unit('relay/shell/thrown-inside.test.ts', '[SE1] says nothing to whoever asked: %#'),
    weakness: bug(
      'what is thrown is told',
      'relay/shell/json-response.ts',
      '  } catch {\n    return REFUSALS.inside();',
      '  } catch (error) {\n    if (error instanceof Error) return REFUSALS.badRequest(error.message);\n    return REFUSALS.inside();',
    ),
  },
  {
    id: 'T30',
    test: unit(
      'e2e/architecture/fetch.test.ts',
      '[SE1] only the outbound module and the adapters know the global fetch',
    ),
    weakness: bug(
      'another module asks the network',
      'relay/http/parse-url.ts',
      '/** The address, with',
      'export const look = (url: string) => fetch(url);\n\n/** The address, with',
    ),
  },
  {
    id: 'T31',
    test: inProcess(
      'e2e/process/front-door.process.test.ts',
      '[SE1] the page comes with a policy that lets nothing in, out or around',
    ),
    weakness: bug(
      'scripts within the page run',
      'relay/shell/app-shell.ts',
      '"script-src \'self\'",',
      "\"script-src 'self' 'unsafe-inline'\",",
    ),
  },
  {
    id: 'T32',
    test: inProcess(
      'e2e/process/front-door.process.test.ts',
      '[AU1] no answer sets a cookie or lets another origin read it, asked for beforehand or not',
    ),
    weakness: bug(
      'every origin may read answers',
      'relay/shell/json-response.ts',
      "  'referrer-policy': 'no-referrer',\n",
      "  'referrer-policy': 'no-referrer',\n  'access-control-allow-origin': '*',\n",
    ),
  },
  {
    id: 'T33',
    test: inProcess(
      'e2e/process/front-door.process.test.ts',
      '[AU1] a page of another origin changes nothing, whatever it says its body is',
    ),
    weakness: bug(
      'origins are not looked at when something is changed',
      'relay/main.ts',
      "SAFE_METHODS.includes(request.method) ? null : request.headers.get('origin')",
      'SAFE_METHODS.includes(request.method) ? null : null',
    ),
  },
  {
    id: 'T34',
    test: inProcess(
      'e2e/process/front-door.process.test.ts',
      '[AU1] called by the name %j it does not answer',
    ),
    weakness: bug(
      'any name is answered',
      'relay/auth/request-origin.ts',
      '  if (list.length > 0) return list.includes(host.toLowerCase());',
      '  if (list.length > 0) return host.length > 0;',
    ),
  },
  {
    id: 'T35',
    test: inProcess(
      'e2e/process/front-door.process.test.ts',
      '[AU1] rooms answer nobody who says that he speaks for one of them',
    ),
    weakness: bug(
      'rooms believe who is said to speak',
      'relay/auth/door.ts',
      'if (json === null || !equalInConstantTime(sealOf(key, request, json, until), seal)) return undefined;',
      'if (json === null) return undefined;',
    ),
  },
  {
    id: 'T36',
    test: inProcess(
      'e2e/process/bundle.process.test.ts',
      '[SE1] no file of the page holds a key that was set while it was built',
    ),
    weakness: {
      name: 'the build writes the environment into the page',
      edits: [
        {
          file: 'vite.config.ts',
          from: "  appType: 'mpa',\n",
          to: "  appType: 'mpa',\n  define: { 'globalThis.builtWith': JSON.stringify(process.env) },\n",
        },
        {
          file: 'web/main.ts',
          from: "const dark = matchMedia('(prefers-color-scheme: dark)');\n",
          to: "const dark = matchMedia('(prefers-color-scheme: dark)');\nObject.assign(dark, { builtWith: globalThis.builtWith });\n",
        },
      ],
    },
  },
  {
    id: 'T37',
    test: unit(
      'e2e/architecture/sinks.test.ts',
      '[SE1] nothing that is said becomes markup or a program, on the page or in the relay',
    ),
    weakness: bug(
      'a label is made markup',
      'web/ui/keys/key-words.ts',
      'const MICRO_USD = 1_000_000;\n',
      'const MICRO_USD = 1_000_000;\nexport const drawn = (element: Element, label: string) => (element.innerHTML = label);\n',
    ),
  },
];
