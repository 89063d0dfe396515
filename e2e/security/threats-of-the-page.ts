import { bug } from '../sim/mutants/planted-bug.ts';
import { inProcess, journey, runes, unit, type Threat } from './threat.ts';

const MARKDOWN = 'web/ui/kit/MarkdownTokens.svelte';
const MARKDOWN_TEST = 'web/ui/kit/MarkdownView.svelte.test.ts';
const OWN_KEY = journey('e2e/journeys/j2-key-of-ones-own.spec.ts', 'J2 [SE1] a key of one’s own');
const HOSTILE_FLOW = journey(
  'e2e/journeys/injection.spec.ts',
  '[SE1] a flow whose every text is hostile shows them as text, and makes the page do nothing',
);
const POLICY = inProcess(
  'e2e/process/front-door.process.test.ts',
  '[SE1] the page comes with a policy that lets nothing in, out or around',
);

/** What somebody could do who writes what a page shows, or reads what it keeps and saves. */
export const THREATS_OF_THE_PAGE: readonly Threat[] = [
  {
    id: 'T38',
    test: OWN_KEY,
    weakness: bug(
      'a saved flow, and its picture, hold what the browser keeps',
      'web/state/editing/file-edits.ts',
      'text: flowFileText(document) }',
      'text: flowFileText(document).replace(\'{\', () => `{"browser":${JSON.stringify({ ...localStorage })},`) }',
    ),
  },
  {
    id: 'T39',
    test: OWN_KEY,
    weakness: bug(
      'a key that was typed stays on the page',
      'web/ui/keys/KeyForm.svelte',
      "    key = '';\n",
      "    document.body.dataset['typed'] = key;\n",
    ),
  },
  {
    id: 'T40',
    test: runes('web/state/keys/key-ring.svelte.test.ts', '[SE1] nothing that the page keeps holds a key'),
    weakness: bug(
      'the browser keeps the keys that were typed',
      'web/state/keys/key-ring.svelte.ts',
      "      return made.ok ? this.#options.port.putKey({ provider, key, name: '' }) : made;",
      "      this.#options.store.set('weft:typed', key);\n      return made.ok ? this.#options.port.putKey({ provider, key, name: '' }) : made;",
    ),
  },
  {
    id: 'T41',
    test: HOSTILE_FLOW,
    weakness: bug(
      'HTML of models is drawn',
      MARKDOWN,
      '<span class="plain">{token.raw}</span>{/if}',
      '<span class="plain">{@html token.raw}</span>{/if}',
    ),
  },
  {
    id: 'T42',
    test: runes(MARKDOWN_TEST, '[SE1] makes no element, address or request of what a model wrote'),
    weakness: bug(
      'pictures are fetched from where a model says',
      MARKDOWN,
      "{@render link(token.href, undefined, token.text || 'Picture')}",
      '<img src={token.href} alt={token.text} />',
    ),
  },
  {
    id: 'T43',
    test: runes(MARKDOWN_TEST, 'opens links elsewhere, without telling where from'),
    weakness: bug(
      'pages that are linked to get hold of this one',
      MARKDOWN,
      'target="_blank" rel="noopener noreferrer">{@render inside',
      'target="_blank" rel="opener">{@render inside',
    ),
  },
  {
    id: 'T44',
    test: unit(
      'web/engine/start-worker.test.ts',
      '[SE1] the page’s policy %s lets the one file through that it starts, and nothing else',
    ),
    weakness: bug(
      'the page’s own policy passes every script',
      'web/engine/start-worker.ts',
      "  if (url !== workerUrl) throw new TypeError('not the address of the engine');\n",
      '',
    ),
  },
  {
    id: 'T45',
    test: POLICY,
    weakness: bug(
      'texts may become scripts without a policy',
      'relay/shell/app-shell.ts',
      '    "require-trusted-types-for \'script\'",\n',
      '',
    ),
  },
  {
    id: 'T46',
    test: POLICY,
    weakness: bug(
      'pictures come from anywhere',
      'relay/shell/app-shell.ts',
      '"img-src \'self\' data: blob:"',
      '"img-src * data: blob:"',
    ),
  },
  {
    id: 'T47',
    test: unit('web/pictures/look-at-file.test.ts', '[PI20] is refused when it is %s'),
    weakness: bug(
      'drawings with scripts are taken for pictures',
      'web/pictures/look-at-file.ts',
      '  const header = readPictureHeader(bytes);\n',
      "  if (ascii(bytes, 0, 4) === '<svg')\n    return { ok: true, header: { mediaType: 'image/png', width: 1, height: 1 }, parts: readParts(bytes, 'image/png') };\n  const header = readPictureHeader(bytes);\n",
    ),
  },
  {
    id: 'T48',
    test: unit(
      'web/state/editing/reading.test.ts',
      '[SE1] a file is data: one that is a program is refused, and does not run: %s',
    ),
    weakness: bug(
      'a file that is opened runs',
      'web/state/editing/reading.ts',
      '  const fault = jsonFault(text);\n',
      '  try {\n    return loadFlow((0, eval)(`(${text})`));\n  } catch {\n    // No flow.\n  }\n  const fault = jsonFault(text);\n',
    ),
  },
  {
    id: 'T49',
    test: unit('shared/csv/csv.test.ts', '[ND6] writes %j as %j'),
    weakness: bug(
      'cells of a table act in a spreadsheet',
      'shared/csv/write-csv.ts',
      "const safe = ACTS.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;",
      'const safe = ACTS.test(cell) && !NUMBER.test(cell) ? cell.trim() : cell;',
    ),
  },
  {
    id: 'T50',
    test: unit('shared/protocol/given-name.test.ts', '[SE2] are read so wherever one is given'),
    weakness: bug(
      'names turn around what stands beside them',
      'shared/protocol/given-name.ts',
      'z.overwrite(seenName), ',
      '',
    ),
  },
  {
    id: 'T51',
    test: unit('shared/run/files.test.ts', '[FI4] %j is none'),
    weakness: bug(
      'files of a run lie where their names say',
      'shared/run/file-name.ts',
      '/[\\\\/:*?"<>|]/',
      '/[:*?"<>|]/',
    ),
  },
  {
    id: 'T52',
    test: unit('web/state/links.test.ts', 'are read as they were made'),
    weakness: bug(
      'the secret of a link stands where servers read it',
      'web/state/links.ts',
      "return secret === '' ? `/f/${flowId}` : `/f/${flowId}#${secret}`;",
      "return secret === '' ? `/f/${flowId}` : `/f/${flowId}?${secret}`;",
    ),
  },
  {
    id: 'T53',
    test: journey(
      'e2e/journeys/hostile-names.spec.ts',
      '[SE1] [SE2] names of people, keys and grants are text in their place, whoever gives them',
    ),
    weakness: bug(
      'a name in the ledger is drawn as HTML',
      'web/ui/keys/LedgerPanel.svelte',
      '<span class="xs soft">{row.person}</span>',
      '<span class="xs soft">{@html row.person}</span>',
    ),
  },
  {
    id: 'T54',
    test: HOSTILE_FLOW,
    weakness: bug(
      'a flow runs when it is opened',
      'web/state/flow-commands.ts',
      '  const handlers = { ...runHandlers(flow),',
      '  const begin = setInterval(() => {\n    if (flow.runDisabledReason !== null) return;\n    clearInterval(begin);\n    void flow.runAll();\n  }, 10);\n  const handlers = { ...runHandlers(flow),',
    ),
  },
];
