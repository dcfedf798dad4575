import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SELLER } from './test-shop.js';

const dataDir = mkdtempSync(join(tmpdir(), 'trendyol-sandbox-'));
let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<string> {
  child = spawn(process.execPath, [join(import.meta.dirname, 'main.js'), '--port', '0', '--data', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await once(lines, 'line')) as [string];
  return /http:\/\/[\d.:]+/.exec(line)![0];
}

async function call<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const authorization = `Basic ${Buffer.from(`${SELLER.apiKey}:${SELLER.apiSecret}`).toString('base64')}`;
  const headers = { authorization, 'user-agent': 'test', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const response = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

describe('a Trendyol sandbox that is killed', () => {
  it('still has its orders, stock and the batch it had accepted', async () => {
    const first = await start();
    await call(first, 'POST', '/_sandbox/sellers', SELLER);
    await call(first, 'PUT', '/_sandbox/settings', { batchDelayMs: 60_000 });
    await call(first, 'POST', '/_sandbox/products', { sellerId: SELLER.sellerId, items: [{ barcode: 'A', quantity: 5 }, { barcode: 'B', quantity: 5 }] });
    await call(first, 'POST', '/_sandbox/orders', { sellerId: SELLER.sellerId, lines: [{ barcode: 'A', quantity: 2 }] });
    const items = [{ barcode: 'B', quantity: 9 }];
    const { batchRequestId } = await call<{ batchRequestId: string }>(first, 'POST', `/integration/inventory/sellers/${SELLER.sellerId}/products/price-and-inventory`, { items });
    child!.kill('SIGKILL');
    await once(child!, 'exit');

    const second = await start();
    await call(second, 'POST', '/_sandbox/clock', { advanceMs: 60_000 });
    const { listings } = await call<{ listings: { barcode: string; quantity: number }[] }>(second, 'GET', `/_sandbox/listings?sellerId=${SELLER.sellerId}`);
    const batch = await call<{ items: { status: string }[] }>(second, 'GET', `/integration/product/sellers/${SELLER.sellerId}/products/batch-requests/${batchRequestId}`);
    const stream = await call<{ content: unknown[] }>(second, 'GET', `/integration/order/sellers/${SELLER.sellerId}/orders/stream`);
    expect(listings.map(({ barcode, quantity }) => [barcode, quantity])).toEqual([['A', 3], ['B', 9]]);
    expect(batch.items).toMatchObject([{ status: 'SUCCESS' }]);
    expect(stream.content).toHaveLength(1);
    const exit = once(child!, 'exit');
    child!.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });
});
