import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './graphql-client.js';
import { openPostOffice, type PostOffice } from './post-office.js';

const FORGED = { copies: 1, delayMs: 0, isForged: true };
const TRIPLED = { copies: 3, delayMs: 0, isForged: false };

describe('the post office', () => {
  let hub: Server;
  let post: PostOffice;
  /** What the hub answers to a call with this secret; cut off where it answers nothing. */
  let answerTo: (secret: string | undefined) => number | null;

  beforeEach(async () => {
    hub = createServer((asked, answer) => {
      const status = answerTo(asked.headers.authorization);
      asked.resume().on('end', () => (status === null ? answer.destroy() : answer.writeHead(status).end()));
    });
    hub.listen(0, '127.0.0.1');
    await once(hub, 'listening');
    post = await openPostOffice({ targetPort: (hub.address() as AddressInfo).port, draw: () => 0 });
  });
  afterEach(async () => {
    await post.stop();
    hub.close();
    hub.closeAllConnections();
    await once(hub, 'close');
  });

  const tell = (): Promise<number | null> => fetch(`${post.url}/webhooks/shop/0123456789abcdef`, { method: 'POST', headers: { authorization: 'the secret of this store' }, body: '{}' }).then(({ status }) => status, () => null);

  it('counts the forgeries that were refused, and names those that were taken for real', async () => {
    post.setDelivery(FORGED);
    answerTo = (secret) => (secret === 'the secret of this store' ? 200 : 401);
    expect(await tell()).toBe(200);
    // A wrong secret and none; at another address this hub takes what has the right one.
    expect(post.forged()).toEqual({ count: 3, accepted: [expect.stringMatching(/^another address of POST .* was answered 200$/)] });
  });

  it.each([['no hub', null], ['a hub in trouble', 503]] as const)('does not count forgeries that met %s as refused', async (_what, status) => {
    post.setDelivery(FORGED);
    answerTo = () => status;
    expect(await tell()).toBe(status);
    expect(post.forged()).toEqual({ count: 0, accepted: [] });
  });

  it('keeps what was answered with success, copy by copy, and how many calls it did not hand on as they were posted', async () => {
    post.setDelivery(TRIPLED);
    let calls = 0;
    answerTo = () => ((calls += 1) === 2 ? 503 : 200);
    await tell();
    expect(await eventually(() => Promise.resolve(post.confirmed().map(String)), (bodies) => bodies.length === 2 && calls === 3, 30_000)).toEqual(['{}', '{}']);
    answerTo = () => null;
    expect(await tell()).toBe(null);
    expect([post.confirmed().length, post.strayed()]).toEqual([2, 2]);
  });
});
