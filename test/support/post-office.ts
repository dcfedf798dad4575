import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How calls are handed on: each `copies` times, each copy up to `delayMs` late, so that they overtake one another. */
export interface Delivery {
  readonly copies: number;
  readonly delayMs: number;
  /** Each call is preceded by some of the same that only pretend to come from the marketplace. */
  readonly isForged: boolean;
}

/** Stands between marketplaces and the address where the hub takes their webhooks, and does with them what post offices do. */
export interface PostOffice {
  readonly url: string;
  setDelivery(delivery: Delivery): void;
  /** What was pretended so far and answered by the hub with yes or no, and what of it was taken for real. What met no hub, or a broken one, is not counted. */
  forged(): { readonly count: number; readonly accepted: readonly string[] };
  /** The bodies of what was answered with success, once for each copy that was. */
  confirmed(): readonly Buffer[];
  /** How many calls were not handed on as they were posted, forgeries beside them left aside. */
  strayed(): number;
  stop(): Promise<void>;
}

export const AS_POSTED: Delivery = { copies: 1, delayMs: 0, isForged: false };

interface Letter {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Receipt {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Headers with which marketplaces prove who they are. */
const PROOFS = ['authorization', 'x-api-key', 'x-ebay-signature'];

export async function openPostOffice({ targetPort, draw }: { targetPort: number; draw: () => number }): Promise<PostOffice> {
  let delivery = AS_POSTED;
  let count = 0;
  let strayed = 0;
  const confirmed: Buffer[] = [];
  const accepted: string[] = [];

  async function forge(letter: Letter): Promise<void> {
    for (const [how, forgery] of forgeriesOf(letter)) {
      const receipt = await send(targetPort, forgery).catch(() => null);
      if (receipt === null || receipt.status >= 500) continue;
      count += 1;
      if (receipt.status < 400) accepted.push(`${how} of ${letter.method} ${letter.path.split('/').slice(0, 4).join('/')} was answered ${receipt.status}`);
    }
  }

  async function handOn(letter: Letter): Promise<Receipt> {
    const { copies, delayMs, isForged } = delivery;
    // A call that asks for something, as a challenge does, is asked once.
    if (letter.method === 'GET') return send(targetPort, letter);
    if (isForged) await forge(letter);
    if (copies > 1 || delayMs > 0) strayed += 1;
    const late = async (): Promise<Receipt> => {
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, draw() * delayMs));
      const receipt = await send(targetPort, letter);
      if (receipt.status < 300) confirmed.push(letter.body);
      return receipt;
    };
    const handed = Array.from({ length: copies }, () => late());
    // The caller hears of the first alone; the others may meet a hub that is gone.
    for (const one of handed) one.catch(() => undefined);
    return handed[0] ?? late();
  }

  const server = createServer((asked, answer) => {
    void read(asked)
      .then((body) => handOn({ method: asked.method ?? 'GET', path: asked.url ?? '/', headers: asked.headers, body }))
      .then(({ status, headers, body }) => answer.writeHead(status, withoutFraming(headers)).end(body))
      // The hub is not there, and nobody stands in for it.
      .catch(() => answer.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setDelivery: (next) => void (delivery = next),
    forged: () => ({ count, accepted }),
    confirmed: () => confirmed,
    strayed: () => strayed,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** As somebody would try who has seen a call, or guessed at one, and lacks the secret. */
function forgeriesOf(letter: Letter): [string, Letter][] {
  const proofs = PROOFS.filter((name) => letter.headers[name] !== undefined);
  const without = Object.fromEntries(Object.entries(letter.headers).filter(([name]) => !proofs.includes(name)));
  const forgeries: [string, Letter][] = proofs.map((name) => [`a wrong ${name}`, { ...letter, headers: { ...letter.headers, [name]: spoilt(String(letter.headers[name])) } }]);
  forgeries.push(['another address', { ...letter, path: spoilt(letter.path) }]);
  if (proofs.length > 0) forgeries.push(['no proof', { ...letter, headers: without }]);
  // Only a signature covers the body.
  if (proofs.includes('x-ebay-signature')) forgeries.push(['another body', { ...letter, body: Buffer.concat([letter.body, Buffer.from(' ')]) }]);
  return forgeries;
}

/** Another text of the same length, and of letters that every place allows. */
function spoilt(text: string): string {
  const kept = text.slice(0, Math.max(0, text.length - 16));
  return kept + createHmac('sha256', 'forged').update(text).digest('hex').slice(0, text.length - kept.length);
}

function send(port: number, { method, path, headers, body }: Letter): Promise<Receipt> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, method, path, headers: { ...withoutFraming(headers), 'content-length': body.length }, agent: false }, (answer) => {
      read(answer).then((answered) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: answered }), reject);
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

function withoutFraming(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !['connection', 'transfer-encoding', 'content-length', 'keep-alive', 'host'].includes(name)));
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
