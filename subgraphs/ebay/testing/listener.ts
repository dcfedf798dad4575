import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookCall } from '../../sync/connector/contract.js';
import { webhooks } from '../connector/webhooks.js';

/** A stand-in for the hub's webhook door: meets eBay's challenge as the connector says, and keeps what comes. */
export interface Listener {
  readonly url: string;
  readonly challenges: readonly WebhookCall[];
  /** The notices that have come, as they came. */
  readonly notices: readonly WebhookCall[];
  /** The next notice that fits; of those that have come already, the first. */
  notice(fits?: (call: WebhookCall) => boolean): Promise<WebhookCall>;
  /** Answers notices with this status from now on. */
  answer(status: number): void;
  close(): Promise<void>;
}

export async function startListener(secret: string): Promise<Listener> {
  const challenges: WebhookCall[] = [];
  const notices: WebhookCall[] = [];
  const waiting = new Set<() => void>();
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const call: WebhookCall = { method: request.method ?? '', path: request.url ?? '', headers, body: Buffer.concat(chunks) };
      const reply = webhooks.handshake?.(call, { url, secret }) ?? null;
      (call.method === 'GET' ? challenges : notices).push(call);
      response.writeHead(reply?.status ?? (call.method === 'GET' ? 404 : status), { 'content-type': 'application/json' }).end(reply === null ? '' : JSON.stringify(reply.body));
      for (const look of [...waiting]) look();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    challenges,
    notices,
    notice: (fits = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = notices.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    answer(next) {
      status = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
