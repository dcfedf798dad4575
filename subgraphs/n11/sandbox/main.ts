import { parseArgs } from 'node:util';
import { startN11Sandbox } from './index.js';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4302' }, data: { type: 'string', default: '.data/sandbox-n11' }, seed: { type: 'string' } } });

const sandbox = await startN11Sandbox({ port: Number(values.port), dataDir: values.data, ...(values.seed === undefined ? {} : { seed: Number(values.seed) }) });
console.log(`N11 sandbox at ${sandbox.url}, control API at ${sandbox.url}/_sandbox`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
