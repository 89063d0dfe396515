import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.ts', '**/testing.ts', '**/testing/**', 'e2e/**'];
const TOOLS = ['*.config.{js,ts}', 'relay/dev/**', 'e2e/**'];
const PURE = ['shared/**/*.ts', 'relay/core/**/*.ts', 'web/engine/core/**/*.ts', 'web/nodes/*/node.ts'];

const NO_STAR_EXPORT = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: export each thing by name from its own file.',
};
const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only (a .svelte file aside).',
};
const NO_ENUM = {
  selector: 'TSEnumDeclaration',
  message: 'Use `const X = { … } as const` with a type of the same name.',
};
const EVERYWHERE = [NO_STAR_EXPORT, NO_DEFAULT_EXPORT, NO_ENUM];

/** A pure folder gets time, chance and the world as arguments. */
const IMPURE = [
  ['Date', 'now'],
  ['Math', 'random'],
  ['performance', 'now'],
].map(([object, property]) => ({ object, property, message: 'Pure folder: pass it in as an argument.' }));
const IMPURE_SYNTAX = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Pure folder: pass the time in as an argument.',
  },
];
const IMPURE_GLOBALS = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'fetch',
  'crypto',
  'performance',
  'process',
  'window',
  'document',
  'navigator',
  'indexedDB',
  'localStorage',
  'WebSocket',
].map((name) => ({ name, message: 'Pure folder: pass it in as an argument.' }));

const FETCH = [
  { name: 'fetch', message: 'The relay reaches other hosts only through relay/providers/outbound.' },
];
const BITS_UI = {
  patterns: [
    { group: ['bits-ui', 'bits-ui/*'], message: 'Wrap the primitive in web/ui/kit and import that.' },
  ],
};

/** More than two effects in one component need a better home (STYLE, Svelte 5). */
const atMostTwoEffects = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { many: 'At most two $effect in a file; this is number {{count}}.' },
  },
  create(context) {
    let count = 0;
    return {
      CallExpression(node) {
        const callee = node.callee.type === 'MemberExpression' ? node.callee.object : node.callee;
        if (callee.type !== 'Identifier' || callee.name !== '$effect') return;
        const method = node.callee.type === 'MemberExpression' ? node.callee.property.name : '';
        if (method !== '' && method !== 'pre') return;
        count += 1;
        if (count > 2) context.report({ node, messageId: 'many', data: { count } });
      },
    };
  },
};

const MOST_LINES = 60;
const MOST_LINES_OF_A_FACTORY = 120;

/** A factory is as long as the object it makes; the functions inside it count on their own. */
const shortFunctions = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { long: '{{name}} has {{lines}} lines; at most {{most}}.' },
  },
  create(context) {
    const text = context.sourceCode.lines;
    const isCode = (line) => line.trim() !== '' && !/^\s*(\/\/|\/\*|\*)/.test(line);
    const check = (node) => {
      const name = node.id?.name ?? node.parent.id?.name ?? node.parent.key?.name ?? 'This function';
      const most = /^create[A-Z]/.test(name) ? MOST_LINES_OF_A_FACTORY : MOST_LINES;
      const lines = text.slice(node.loc.start.line - 1, node.loc.end.line).filter(isCode).length;
      if (lines > most) context.report({ node, messageId: 'long', data: { name, lines, most } });
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};

export default tseslint.config(
  {
    ignores: [
      'node_modules/**',
      'dist/**',
      '.partykit/**',
      '.weft/**',
      'coverage/**',
      'test-results/**',
      'playwright-report/**',
      '**/fixtures/**/*.json',
      '**/__fixtures__/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.{ts,js,mjs,svelte}'],
    plugins: {
      weft: { rules: { 'at-most-two-effects': atMostTwoEffects, 'short-functions': shortFunctions } },
    },
    rules: {
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', ...EVERYWHERE],
      'no-restricted-imports': ['error', BITS_UI],
      'max-lines': ['error', { max: 500 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
    },
  },
  {
    files: ['**/*.ts'],
    rules: { 'weft/short-functions': 'error' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'weft/at-most-two-effects': 'error',
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      'svelte/no-navigation-without-resolve': 'off',
      // State is raw and replaced as a whole, never mutated: plain sets and maps are what it holds.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: { 'no-restricted-syntax': ['error', NO_STAR_EXPORT] },
  },
  { files: ['relay/**/*.ts'], rules: { 'no-restricted-globals': ['error', ...FETCH] } },
  {
    files: ['web/**/*.ts', 'web/**/*.svelte'],
    ignores: ['web/adapters/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'The page reaches the relay only through web/adapters.' },
      ],
    },
  },
  {
    files: ['relay/providers/outbound*', 'relay/providers/outbound/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
  { files: ['web/ui/kit/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: PURE,
    ignores: TESTS,
    rules: {
      'no-restricted-properties': ['error', ...IMPURE],
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
      'no-restricted-syntax': ['error', ...EVERYWHERE, ...IMPURE_SYNTAX],
    },
  },
  {
    files: TESTS,
    rules: { 'max-lines': 'off', 'weft/short-functions': 'off', 'no-restricted-globals': 'off' },
  },
  {
    // Command-line tools speak to the person through the terminal.
    files: TOOLS,
    rules: { 'no-console': 'off', 'no-restricted-globals': 'off', 'weft/short-functions': 'off' },
  },
  {
    // What the tools and PartyKit load by their default export.
    files: [
      '*.config.{js,ts}',
      'e2e/**/*.config.ts',
      'e2e/shared-relay.ts',
      'relay/{main,flow,run,vault}.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', NO_STAR_EXPORT] },
  },
);
