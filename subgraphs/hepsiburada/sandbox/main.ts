import { parseArgs } from 'node:util';
import { startHepsiburadaSandbox } from './index.js';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4303' }, data: { type: 'string', default: '.data/sandbox-hepsiburada' }, seed: { type: 'string' } } });

const sandbox = await startHepsiburadaSandbox({ port: Number(values.port), dataDir: values.data, ...(values.seed === undefined ? {} : { seed: Number(values.seed) }) });
console.log(`Hepsiburada sandbox at ${sandbox.url}, control API at ${sandbox.url}/_sandbox`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
