import { parseArgs } from 'node:util';
import { startTcmbSandbox } from './index.js';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4308' }, data: { type: 'string', default: '.data/sandbox-tcmb' } } });

const sandbox = await startTcmbSandbox({ port: Number(values.port), dataDir: values.data });
console.log(`TCMB sandbox at ${sandbox.url}/kurlar/today.xml, control API at ${sandbox.url}/_sandbox`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
