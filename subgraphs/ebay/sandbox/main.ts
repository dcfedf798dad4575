import { parseArgs } from 'node:util';
import { startEbaySandbox } from './index.js';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4306' }, data: { type: 'string', default: '.data/sandbox-ebay' }, seed: { type: 'string' } } });

const sandbox = await startEbaySandbox({ port: Number(values.port), dataDir: values.data, ...(values.seed === undefined ? {} : { seed: Number(values.seed) }) });
console.log(`eBay sandbox at ${sandbox.url}, control API at ${sandbox.url}/_sandbox`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
