import { parseArgs } from 'node:util';
import { startTrendyolSandbox } from './index.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4301' },
    data: { type: 'string', default: '.data/sandbox-trendyol' },
    seed: { type: 'string' },
  },
});

const DEMO_SELLER = { sellerId: 1_000_001, apiKey: 'trendyol-demo-key', apiSecret: 'trendyol-demo-secret', tier: '50k' } as const;

const sandbox = await startTrendyolSandbox({
  port: Number(values.port),
  dataDir: values.data,
  sellers: [DEMO_SELLER],
  ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
});
console.log(`Trendyol sandbox: ${sandbox.url}/integration, control API: ${sandbox.url}/_sandbox`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
