import { parseArgs } from 'node:util';
import { startAmazonSandbox } from './index.js';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4305' }, data: { type: 'string', default: '.data/sandbox-amazon' }, seed: { type: 'string' } } });

const DEMO_SELLER = { sellerId: 'A1DEMOSELLER', clientId: 'amzn1.application-oa2-client.demo', clientSecret: 'amzn1.oa2-cs.v1.demo', refreshToken: 'Atzr|demo' };

const sandbox = await startAmazonSandbox({ port: Number(values.port), dataDir: values.data, sellers: [DEMO_SELLER], ...(values.seed === undefined ? {} : { seed: Number(values.seed) }) });
console.log(`Amazon sandbox: ${sandbox.url}, control API: ${sandbox.url}/_sandbox`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
