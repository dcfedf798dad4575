import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { API_KEY, CLIENT_ID, runSandbox, type RunningSandbox } from './testing/running-sandbox.js';

interface Refusal {
  readonly code: number;
  readonly message: string;
}

describe("the sandbox's door", () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await runSandbox();
  });
  beforeEach(async () => {
    await sandbox.control('POST', '/reset');
    await sandbox.control('POST', '/clock', { standing: true });
  });
  afterAll(() => sandbox.stop());

  const roles = (headers?: Record<string, string>) => sandbox.post<Refusal>('/v1/roles', {}, headers);

  it.each<[string, Record<string, string>, number, RegExp]>([
    ['without any key', {}, 401, /headers are required/],
    ['without a Client-Id', { 'api-key': API_KEY }, 401, /headers are required/],
    ['with another key', { 'client-id': CLIENT_ID, 'api-key': 'another' }, 403, /Invalid Api-Key/],
    ['with the key of another shop', { 'client-id': '1', 'api-key': API_KEY }, 403, /Invalid Api-Key/],
  ])('stays shut %s', async (_name, headers, status, message) => {
    const answer = await roles(headers);
    expect([answer.status, answer.json.message]).toEqual([status, expect.stringMatching(message)]);
  });

  it('shuts on a key whose time has come, one that was revoked, and methods it has no role for', async () => {
    const { now } = await sandbox.control<{ now: number }>('GET', '/clock');
    await sandbox.control('POST', '/sellers', { clientId: CLIENT_ID, apiKey: API_KEY, keyExpiresAt: now + 3_600_000 });
    expect((await roles()).status).toBe(200);
    await sandbox.advance(3_600_001);
    expect((await roles()).json.message).toMatch(/deactivated/);
    await sandbox.control('POST', '/sellers', { clientId: CLIENT_ID, apiKey: API_KEY, isRevoked: true });
    expect((await roles()).status).toBe(403);
    await sandbox.control('POST', '/sellers', { clientId: CLIENT_ID, apiKey: API_KEY, deniedPaths: ['/v3/product/list'] });
    expect((await sandbox.post<Refusal>('/v3/product/list', { limit: 10 })).json.message).toMatch(/missing a required role/);
  });

  it('lets 50 calls a second through, over all methods, then answers 429 with code 8', async () => {
    const answers = await Promise.all(Array.from({ length: 51 }, (_, index) => sandbox.post<Refusal>(index % 2 === 0 ? '/v1/roles' : '/v1/description-category/tree')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    expect(answers.find(({ status }) => status !== 200)).toMatchObject({ status: 429, json: { code: 8, message: 'You have reached request rate limit per second', details: [] } });
    await sandbox.advance(1_001);
    expect((await roles()).status).toBe(200);
  });

  it('counts stock calls by the minute too', async () => {
    const push = () => sandbox.post('/v2/products/stocks', { stocks: [{ offer_id: 'NOBODY', stock: 1, warehouse_id: 1 }] });
    for (let call = 0; call < 80; call += 40) {
      const answers = await Promise.all(Array.from({ length: 40 }, push));
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      await sandbox.advance(1_001);
    }
    expect((await push()).status).toBe(429);
    await sandbox.advance(60_000);
    expect((await push()).status).toBe(200);
  });

  it('opens the circle for minutes when refused calls keep coming', async () => {
    await sandbox.control('PUT', '/settings', { circleOpensAfter: 5 });
    await Promise.all(Array.from({ length: 60 }, () => roles()));
    await sandbox.advance(1_001);
    expect((await roles()).json).toMatchObject({ code: 8, message: 'Circle is open' });
    await sandbox.advance(180_000);
    expect((await roles()).status).toBe(200);
  });

  it('knows no retired methods, and refuses what is not of the right shape', async () => {
    expect((await sandbox.post('/v3/posting/fbs/list', {})).status).toBe(404);
    expect((await sandbox.post<Refusal>('/v4/posting/fbs/list', { limit: 10, filter: {} })).json).toMatchObject({ code: 3, message: expect.stringMatching(/filter\.since/) });
    expect((await sandbox.post<Refusal>('/v4/posting/fbs/list', { limit: 101, filter: { since: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' } })).status).toBe(400);
    expect((await sandbox.post<Refusal>('/v4/posting/fbs/list', { limit: 10, filter: { since: '2024-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' } })).json.message).toMatch(/one year/);
    expect((await sandbox.post<Refusal>('/v4/posting/fbs/unfulfilled/list', { limit: 10, filter: {} })).json.message).toMatch(/either filter.cutoff or filter.delivering_date/);
    const noJson = await fetch(`${sandbox.url}/v1/roles`, { method: 'POST', headers: { 'client-id': CLIENT_ID, 'api-key': API_KEY, 'content-type': 'text/plain' }, body: 'x' });
    expect(noJson.status).toBe(400);
  });
});
