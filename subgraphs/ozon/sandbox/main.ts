import { parseArgs } from 'node:util';
import { startOzonSandbox } from './index.js';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4304' }, data: { type: 'string', default: '.data/sandbox-ozon' }, seed: { type: 'string' } } });

const sandbox = await startOzonSandbox({ port: Number(values.port), dataDir: values.data, ...(values.seed === undefined ? {} : { seed: Number(values.seed) }) });
console.log(`Ozon sandbox at ${sandbox.url}, control API at ${sandbox.url}/_sandbox`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
