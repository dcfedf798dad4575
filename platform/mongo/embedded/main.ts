import { parseArgs } from 'node:util';
import type { Acknowledgement } from './storage/storage.js';
import { startEmbeddedServer } from './server.js';

/** `node main.js --port N --data DIR`: says where it listens in one line, ends cleanly on SIGTERM and SIGINT. */
const { values } = parseArgs({ options: { port: { type: 'string', default: '27017' }, data: { type: 'string' }, acknowledge: { type: 'string', default: 'flushed' } } });
if (values.data === undefined || !/^\d+$/.test(values.port) || !isAcknowledgement(values.acknowledge)) {
  process.stderr.write('usage: main.js --port N --data DIR [--acknowledge flushed|committed]\n');
  process.exit(2);
}
const server = await startEmbeddedServer({ dataDir: values.data, port: Number(values.port), acknowledge: values.acknowledge, log: (line) => process.stderr.write(`${line}\n`) });
process.stdout.write(`listening mongodb://127.0.0.1:${server.port}\n`);

function isAcknowledgement(text: string): text is Acknowledgement {
  return text === 'flushed' || text === 'committed';
}

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  void server.stop().then(() => process.exit(0));
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
