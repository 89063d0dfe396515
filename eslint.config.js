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
      '**/fixtures/**',
      '**/__fixtures__/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.{ts,js,mjs,svelte}'],
    plugins: { weft: { rules: { 'at-most-two-effects': atMostTwoEffects } } },
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
    rules: { 'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }] },
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
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off', 'no-restricted-globals': 'off' },
  },
  {
    // Command-line tools speak to the person through the terminal.
    files: TOOLS,
    rules: { 'no-console': 'off', 'no-restricted-globals': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: ['*.config.{js,ts}', 'e2e/*.config.ts', 'e2e/shared-relay.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_STAR_EXPORT] },
  },
);
