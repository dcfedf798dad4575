import { afterEach, describe, expect, it } from '@jest/globals';
import { startSampleGateway } from '../testing/sample-gateway.js';

const PANEL = 'https://panel.example.com';
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function preflight(allowedOrigins: readonly string[], origin: string): Promise<Response> {
  const sample = await startSampleGateway({ arrangement: 'local', allowedOrigins });
  cleanups.push(() => sample.close());
  return fetch(sample.url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' } });
}

describe('a page of another origin', () => {
  it('may call the gateway with a key when its origin is allowed', async () => {
    const { headers } = await preflight([PANEL], PANEL);
    expect(headers.get('access-control-allow-origin')).toBe(PANEL);
    expect(headers.get('access-control-allow-headers')).toContain('authorization');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each([['is another than the allowed one', [PANEL]], ['cannot be allowed, as none is', []]])('is kept out by the browser when its origin %s', async (_, allowed) => {
    expect((await preflight(allowed, 'https://elsewhere.example.com')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('reads answers, refusals and event streams alike', async () => {
    const sample = await startSampleGateway({ arrangement: 'local', allowedOrigins: [PANEL] });
    cleanups.push(() => sample.close());
    const ask = (headers: Record<string, string>, query = '{ me }') => fetch(sample.url, { method: 'POST', headers: { origin: PANEL, 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query }) });
    for (const answer of [await ask({ authorization: 'Bearer key-a' }), await ask({}), await ask({ authorization: 'Bearer key-a', accept: 'text/event-stream' })]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(PANEL);
      await answer.text();
    }
  });
});
