import { once } from 'node:events';
import { WebSocket } from 'ws';
import { argumentOfChild, tellReady } from '../child.js';

/** Many clients in one process. Tells when all are there, and when all have had all events; each event is looked at. */
const { url = '', kind, key, query, clients = '0', events = '0' } = argumentOfChild();
const [wanted, perClient] = [Number(clients), Number(events)];
let received = 0;
let wrong = 0;

await Promise.all(Array.from({ length: wanted }, join));
tellReady({ joined: String(wanted) });

async function join(): Promise<void> {
  const socket = new WebSocket(url, kind === 'hub' ? 'graphql-transport-ws' : [], { perMessageDeflate: false });
  await once(socket, 'open');
  if (kind === 'hub') await subscribe(socket);
  let expected = 1;
  socket.on('message', (data: Buffer) => {
    if (!data.toString('latin1').includes(`"cursor":"c${expected}"`)) wrong += 1;
    expected += 1;
    received += 1;
    if (received === wanted * perClient) process.send?.({ received, wrong });
  });
  socket.on('close', (code) => process.send?.({ closed: code }));
}

async function subscribe(socket: WebSocket): Promise<void> {
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '0f2c8a5e-7f0a-4a44-9f0b-2d1c5f6b7a89', type: 'subscribe', payload: { query } }));
}
