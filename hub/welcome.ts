export interface Welcome {
  readonly url: string;
  readonly key: string | null;
  readonly dataDir: string;
  readonly servers: readonly { readonly name: string; readonly where: string }[];
  readonly sandboxes: readonly { readonly name: string; readonly url: string }[];
}

const QUERIES = [
  ['your stores, with what is left of their quotas', '{ stores { nodes { name marketplace quotas { group limit used } } } }'],
  ['a variant, its stock, and its price on each store', '{ products(first: 1) { nodes { title variants { sku stock { onHand reserved available } listings { store { name } price { state published { price { amount } } } } } } } } }'],
  ['orders as they come in, live', 'subscription { orderChanged { cursor at order { remoteOrderId status total { amount } store { name } } } }'],
] as const;

/** The short list that `hub start` ends with. */
export function printWelcome({ url, key, dataDir, servers, sandboxes }: Welcome): void {
  const rows = [
    ...servers.map(({ name, where }) => [name, where]),
    ['Worker', 'a process of its own; log in logs/worker.log'],
    ...sandboxes.map(({ name, url }) => [`Sandbox of ${name}`, `${url}/_sandbox`]),
    ['Data and logs', dataDir],
  ];
  const lines = [
    '',
    'marketplace-hub is ready. Ctrl-C stops it.',
    '',
    ...(key === null ? [] : [`  Key       ${key}`]),
    `  GraphQL   ${url}   (GraphiQL opens there in a browser)`,
    '',
    ...rows.map(([name = '', where = '']) => `  ${name.padEnd(36)} ${where}`),
    '',
    ...QUERIES.flatMap(([title, query]) => [`  # ${title}`, `  ${query}`, '']),
  ];
  console.log(lines.join('\n'));
}
