import { resolve } from 'node:path';
import { z } from 'zod';
import { SANDBOXES } from './sandbox-urls.js';
import { areSubgraphAddresses } from './subgraph-addresses.js';

const port = z.coerce.number().int().min(0).max(65_535);

/** Every variable the hub reads, with its default; `.env.example` mirrors it. */
const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development').describe('production refuses every generated secret and the development key'),
  HOST: z.string().default('127.0.0.1').describe('address the gateway, subgraphs and worker health listen on'),
  PORT: port.default(4000).describe('port of the gateway, or of the one subgraph a process serves'),
  HUB_DATA_DIR: z.string().default('.data').transform((dir) => resolve(dir)).describe('folder of the embedded servers, sandboxes, logs and generated secrets'),
  HUB_PUBLIC_URL: z.url().optional().describe('where marketplaces reach this hub for webhooks; default http://HOST:PORT'),
  HUB_ALLOWED_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .refine((origins) => origins.every(isOrigin), 'must be origins such as https://panel.example.com, separated by commas')
    .optional()
    .describe('origins whose pages may call the gateway from a browser, separated by commas; none when unset'),
  HUB_DEV_KEY: z.string().min(16).optional().describe('fixes the development key; at least 16 characters; refused in production'),
  HUB_SECRET_KEYS: z
    .string()
    .regex(/^[\w-]+:[A-Za-z0-9+/]{43}=(,[\w-]+:[A-Za-z0-9+/]{43}=)*$/, 'must be ID:BASE64 of 32 bytes, several separated by commas')
    .optional()
    .describe('keys that seal store credentials and buyers; the first one seals, all of them open'),
  HUB_PROOF_SECRET: z.string().min(32).optional().describe('what the gateway proves itself to subgraphs with; at least 32 characters'),
  HUB_SUBGRAPH_URLS: z
    .string()
    .refine(areSubgraphAddresses, 'must be one http address with {name} in it, or NAME=URL for each subgraph, separated by commas')
    .default('http://{name}:4001/graphql')
    .describe('addresses of the subgraphs for a gateway on its own: one in which {name} is replaced, or NAME=URL for each, separated by commas'),
  HUB_SANDBOX_PORT: port.optional().describe('first port of the marketplace sandboxes; default PORT + 10'),
  HUB_DEMO: z.enum(['on', 'off']).default('on').describe('whether hub start fills a demo seller and runs the sandboxes'),
  HUB_DEMO_MARKETPLACES: z
    .string()
    .default(SANDBOXES.join(','))
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(SANDBOXES)).min(1))
    .describe('marketplaces the demo seller sells on, separated by commas'),
  HUB_DEMO_PRODUCTS: z.coerce.number().int().min(1).max(5_000).default(520).describe('products of the demo seller'),
  HUB_DEMO_BUYERS: z.coerce.number().min(0).max(600).default(6).describe('buyers a minute who come to the sandboxes by themselves'),
  HUB_DEMO_SEED: z.coerce.number().int().default(20261122).describe('seed of the demo seller'),
  HUB_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(8).describe('stores one worker works on at once'),
  HUB_OPERATION_DAYS: z.coerce.number().min(1).max(3_650).default(90).describe('days for which finished operations and their idempotency keys are remembered'),
  HUB_TCMB_URL: z.url().optional().describe('where the rates of the central bank of Türkiye are read; its own address when unset, the sandbox where hub start fills a demo seller'),
  HUB_CBR_URL: z.url().optional().describe('the same for the Bank of Russia'),
  HUB_RATE_MAX_AGE_HOURS: z.coerce.number().min(1).max(1_000).default(96).describe('hours after which a bank\'s rate is told to be stale; a weekend does not reach 96'),
  HUB_RATE_STEP_PERCENT: z.coerce.number().min(0).max(50).default(1).describe('a price in a store\'s currency is converted anew when its rate has moved by more than so many percent'),
  HUB_WEBHOOK_LOCAL: z.enum(['on', 'off']).default('off').describe('whether sellers\' webhook endpoints may be on this machine, also without TLS: for a demo or tests; refused in production'),
  MONGODB_URL: z.string().regex(/^mongodb(\+srv)?:\/\//).optional().describe('MongoDB or a compatible server; the embedded one when unset (not in production)'),
  MONGODB_DATABASE: z.string().regex(/^[\w-]{1,38}$/).default('marketplace_hub'),
  REDIS_URL: z.string().regex(/^rediss?:\/\//).optional().describe('Redis 7 or newer; a private redis-server when unset (not in production)'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional().describe('where spans go; none when unset'),
});

/** Scheme, host and port, as a browser sends it. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

type Environment = z.output<typeof schema>;
export type Config = Environment & { readonly sandboxPort: number; readonly publicUrl: string };

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the environment once; throws ConfigError naming every variable that is wrong or missing. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable in an env file means that it is not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const problems = [...wrong, ...missingInProduction(given)];
  if (!parsed.success || problems.length > 0) throw new ConfigError(`the environment is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  const { data } = parsed;
  return { ...data, sandboxPort: data.HUB_SANDBOX_PORT ?? data.PORT + 10, publicUrl: data.HUB_PUBLIC_URL ?? `http://${data.HOST}:${data.PORT}` };
}

function missingInProduction(given: Readonly<Record<string, string | undefined>>): string[] {
  if (given['NODE_ENV'] !== 'production') return [];
  const needed = ['MONGODB_URL', 'REDIS_URL', 'HUB_SECRET_KEYS', 'HUB_PROOF_SECRET'].filter((name) => given[name] === undefined);
  const refused = [...(given['HUB_DEV_KEY'] === undefined ? [] : ['HUB_DEV_KEY: is refused in production; make keys with hub key create']), ...(given['HUB_WEBHOOK_LOCAL'] === 'on' ? ['HUB_WEBHOOK_LOCAL: is refused in production'] : [])];
  return [...needed.map((name) => `${name}: is needed in production`), ...refused];
}

/** One line per variable, as `hub help environment` and `.env.example` show it. */
export function describeConfig(): string[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const fallback = schema.partial().safeParse({}).data?.[name as keyof Environment];
    return `${name}${fallback === undefined ? '' : ` (${String(fallback)})`}: ${field.description ?? ''}`;
  });
}
