import tseslint from 'typescript-eslint';

// The arrows of the house (docs/ARCHITECTURE.md). Each folder lists what it must not import, and why.
const arrow = (files, group, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: group.map((g) => ({ group: [g], message })) }] },
});

const marketplaces = ['trendyol', 'n11', 'hepsiburada', 'ozon', 'amazon', 'ebay'];
const anyMarketplace = marketplaces.map((name) => `**/subgraphs/${name}/**`);
const siblings = marketplaces.map((name) => `**/../${name}/**`);

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', 'coverage/'] },
  ...tseslint.configs.strictTypeChecked.map((c) => ({ ...c, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Async functions without await are how an async port is implemented by a synchronous body.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // node:test style hooks of jest return nothing and are not awaited.
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
    },
  },
  arrow(['platform/**/*.ts'], ['**/gateway/**', '**/subgraphs/**', '**/hub/**'], 'platform is the ground floor: it imports nothing above it.'),
  arrow(['gateway/**/*.ts'], ['**/subgraphs/**', '**/hub/**'], 'the gateway runs any supergraph: it knows no subgraph.'),
  arrow(['subgraphs/stores/**/*.ts'], ['**/catalog/**', '**/orders/**', '**/sync/**', '**/automation/**', '**/analytics/**', '**/hub/**', '**/gateway/**', ...anyMarketplace, ...siblings], 'stores stands below the other subgraphs.'),
  arrow(['subgraphs/catalog/**/*.ts'], ['**/orders/**', '**/sync/**', '**/automation/**', '**/analytics/**', '**/hub/**', '**/gateway/**', ...siblings], 'catalog may use stores only.'),
  arrow(['subgraphs/orders/**/*.ts'], ['**/sync/**', '**/automation/**', '**/analytics/**', '**/hub/**', '**/gateway/**', ...siblings], 'orders may use catalog and stores only.'),
  arrow(['subgraphs/sync/**/*.ts'], ['**/automation/**', '**/analytics/**', '**/hub/**', '**/gateway/**', ...siblings], 'sync knows marketplaces through its connector contract only.'),
  arrow(['subgraphs/automation/**/*.ts'], ['**/analytics/**', '**/hub/**', '**/gateway/**', ...siblings], 'automation uses the other subgraphs; none uses it.'),
  arrow(['subgraphs/analytics/**/*.ts'], ['**/automation/**', '**/hub/**', '**/gateway/**', ...siblings], 'analytics asks the other subgraphs; none asks it.'),
  ...marketplaces.map((name) =>
    arrow([`subgraphs/${name}/**/*.ts`], ['**/catalog/**', '**/orders/**', '**/stores/**', '**/automation/**', '**/analytics/**', '**/hub/**', '**/gateway/**', ...marketplaces.filter((m) => m !== name).map((m) => `**/${m}/**`)],
      'a marketplace knows the connector contract of sync and the platform, nothing else.')),
  { files: ['**/domain/*.ts'], ignores: ['**/*.test.ts'], rules: { 'no-restricted-syntax': ['error', { selector: 'AwaitExpression', message: 'domain/ decides; it does no I/O.' }] } },
);
