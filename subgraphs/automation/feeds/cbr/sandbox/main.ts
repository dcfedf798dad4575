import { parseArgs } from 'node:util';
import { startCbrSandbox } from './index.js';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4309' }, data: { type: 'string', default: '.data/sandbox-cbr' } } });

const sandbox = await startCbrSandbox({ port: Number(values.port), dataDir: values.data });
console.log(`Bank of Russia sandbox at ${sandbox.url}/scripts/XML_daily.asp, control API at ${sandbox.url}/_sandbox`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
