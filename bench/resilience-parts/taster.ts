import { once } from 'node:events';
import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Stands before a marketplace and refuses every call, as a whole, that has the poison in it; the others pass. */
export interface Taster {
  readonly url: string;
  readonly refused: () => number;
  /** From now on this is poison; null: nothing is. */
  expect(poison: string | null): void;
  close(): Promise<void>;
}

/** As long as the marketplace itself takes to answer, so that a refusal is no quicker. */
export async function openTaster(toUrl: string, { latencyMs }: { readonly latencyMs: number }): Promise<Taster> {
  const agent = new Agent({ keepAlive: true });
  let poison: string | null = null;
  let refused = 0;

  async function taste(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (poison !== null && body.includes(`"${poison}"`)) {
      refused += 1;
      await pause(latencyMs);
      answer.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ key: 'request.invalid', message: 'the request has an invalid item' }] }));
      return;
    }
    const onward = ask(`${toUrl}${incoming.url ?? '/'}`, { method: incoming.method ?? 'GET', headers: incoming.headers, agent });
    onward.once('error', () => answer.destroy());
    onward.once('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.end(body);
  }

  const server = createServer((incoming, answer) => void taste(incoming, answer).catch(() => answer.destroy())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused: () => refused,
    expect: (next) => void (poison = next),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}
