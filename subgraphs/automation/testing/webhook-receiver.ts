import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as the receiver got it. */
export interface ReceivedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What the receiver does with a call; 204 without one. `headers` go with the status. */
export type Answer = { readonly status: number; readonly headers?: Record<string, string> } | 'HANG';

export type WebhookReceiver = Awaited<ReturnType<typeof startWebhookReceiver>>;

/** A program of a seller's on this machine: keeps every call, answers as told. */
export async function startWebhookReceiver() {
  const calls: ReceivedCall[] = [];
  const answers: Answer[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const listener: RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      calls.push({ path: request.url ?? '', headers: request.headers, text: Buffer.concat(parts).toString('utf8') });
      for (const { count, resolve } of waiting) if (calls.length >= count) resolve();
      const answer = answers.shift() ?? { status: 204 };
      if (answer !== 'HANG') response.writeHead(answer.status, answer.headers).end();
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/hub`,
    calls,
    /** In turn, one for each call. */
    answerWith: (...next: readonly Answer[]) => void answers.push(...next),
    /** Resolves once so many calls have come. */
    whenCalled: (count: number) => new Promise<void>((resolve) => {
      if (calls.length >= count) resolve();
      else waiting.push({ count, resolve });
    }),
    forget() {
      calls.length = 0;
      answers.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Checks a call as the specification tells receivers to, apart from how the hub signs; within five minutes of `now`. */
export function isSignedBy({ headers, text }: ReceivedCall, secret: string, now: Date): boolean {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => String(headers[name]));
  const isRecent = Math.abs(Number(timestamp) - now.getTime() / 1_000) < 300;
  const hmac = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'));
  hmac.update(Buffer.from([id, timestamp, text].join('.')));
  return isRecent && (signatures ?? '').split(' ').includes(`v1,${hmac.digest('base64')}`);
}
