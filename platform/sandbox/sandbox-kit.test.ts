import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type Sandbox } from './create-sandbox.js';
import { baseSettingsSchema } from './settings.js';
import { openState } from './state.js';

const open: Sandbox[] = [];
const dirs: string[] = [];

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'sandbox-kit-'));
  dirs.push(dir);
  return dir;
}

async function startEcho(dataDir = newDir()) {
  const sandbox = createSandbox({ name: 'echo', dataDir, settings: baseSettingsSchema });
  sandbox.app.post('/things', async (request) => {
    const { items } = request.body as { items: unknown[] };
    sandbox.log.recordEffect({ at: sandbox.clock.now(), what: 'things', key: 'all', old: null, new: items.length, requestId: null });
    return { count: items.length, padding: 'x'.repeat(500) };
  });
  sandbox.app.get<{ Querystring: { cursor?: string } }>('/list', async ({ query: { cursor } }, reply) => (cursor === undefined ? { rows: [{ id: 1 }], nextCursor: 'b' } : reply.code(400).send({ message: 'no such cursor' })));
  sandbox.clock.on('note', (text: string) => sandbox.log.recordEffect({ at: sandbox.clock.now(), what: 'note', key: text, old: null, new: text, requestId: null }));
  open.push(sandbox);
  const url = await sandbox.listen(0);
  const send = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(url + path, { method, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as Record<string, unknown> };
  };
  return { sandbox, send, stop: async () => open.splice(open.indexOf(sandbox), 1)[0]?.stop() };
}

afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.stop();
});

afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

describe('sandbox state', () => {
  it('keeps what was written when the process is killed at once', () => {
    const dataDir = newDir();
    const stateModule = pathToFileURL(join(import.meta.dirname, 'state.js')).href;
    const script = `import { openState } from ${JSON.stringify(stateModule)};
      const state = openState(${JSON.stringify(dataDir)});
      state.store('things').put(['a', 1], { kept: true });
      process.kill(process.pid, 'SIGKILL');`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(child.signal).toBe('SIGKILL');
    expect(openState(dataDir).store('things').get(['a', 1])).toEqual({ kept: true });
  });

  it('undoes all writes of a transaction that throws', async () => {
    const state = openState(newDir());
    const things = state.store<number>('things');
    things.put('one', 1);
    const failing = () =>
      state.transaction(() => {
        things.put('one', 2);
        state.next('sequence');
        throw new Error('half-way');
      });
    expect(failing).toThrow('half-way');
    expect(things.get('one')).toBe(1);
    expect(state.next('sequence')).toBe(1);
    await state.close();
  });

  it('reads ranges in key order, from both ends', async () => {
    const state = openState(newDir());
    const things = state.store<string>('things');
    for (const key of [3, 1, 10, 2]) things.put([7, key], `v${key}`);
    things.put([8, 1], 'other');
    const values = (range: object) => [...things.range(range)].map(({ value }) => value);
    expect(values({ start: [7], end: [8] })).toEqual(['v1', 'v2', 'v3', 'v10']);
    expect(values({ start: [8], end: [7], reverse: true, limit: 2 })).toEqual(['v10', 'v3']);
    expect(things.count({ start: [7], end: [8] })).toBe(4);
    await state.close();
  });
});

describe('sandbox clock', () => {
  it('is put back without letting time pass: what waits waits as long as before, and answers carry the new time', async () => {
    const { sandbox, send } = await startEcho();
    const before = Date.now();
    sandbox.clock.after(60_000, 'note', 'later');
    await send('POST', '/_sandbox/clock', { shiftMs: -600_000 });
    expect(Date.parse((await send('POST', '/things', { items: [] })).headers.get('date') ?? '')).toBeLessThan(before - 300_000);
    await sandbox.clock.advance(20_000);
    expect(sandbox.log.effects({ what: 'note' })).toEqual([]);
    await sandbox.clock.advance(40_000);
    expect(sandbox.log.effects({ what: 'note' })).toHaveLength(1);
  });

  it('fires timers at their own time and in order when it is advanced', async () => {
    const { sandbox } = await startEcho();
    const start = sandbox.clock.now();
    sandbox.clock.after(60_000, 'note', 'later');
    sandbox.clock.after(30_000, 'note', 'sooner');
    await sandbox.clock.advance(90_000);
    const notes = sandbox.log.effects({ what: 'note' });
    expect(notes.map(({ key }) => key)).toEqual(['sooner', 'later']);
    expect(notes.map(({ at }) => Math.round((at - start) / 1_000))).toEqual([30, 60]);
    expect(sandbox.clock.now() - start).toBeGreaterThanOrEqual(90_000);
  });

  it('adds up two advances asked for at once, and never goes back', async () => {
    const { sandbox } = await startEcho();
    const start = sandbox.clock.now();
    await Promise.all([sandbox.clock.advance(60_000), sandbox.clock.advance(60_000)]);
    expect(sandbox.clock.now() - start).toBeGreaterThanOrEqual(120_000);
    await expect(sandbox.clock.set(start)).rejects.toThrow(RangeError);
  });

  it('stands still when told to, over a restart too, and passes time by moves only', async () => {
    const dataDir = newDir();
    const first = await startEcho(dataDir);
    await first.send('POST', '/_sandbox/clock', { standing: true });
    const start = first.sandbox.clock.now();
    first.sandbox.clock.after(1, 'note', 'late');
    await first.stop();
    const { sandbox, send } = await startEcho(dataDir);
    await pause(20);
    expect([sandbox.clock.now() - start, sandbox.log.effects({ what: 'note' })]).toEqual([0, []]);
    await sandbox.clock.advance(10);
    expect([sandbox.clock.now() - start, sandbox.log.effects({ what: 'note' }).length]).toEqual([10, 1]);
    await send('POST', '/_sandbox/clock', { standing: false });
    while (sandbox.clock.now() === start + 10) await pause(1);
    expect(sandbox.clock.now() - start).toBeLessThan(3_600_000);
  });

  it('fires what was pending at the last stop', async () => {
    const dataDir = newDir();
    const first = await startEcho(dataDir);
    first.sandbox.clock.after(3_600_000, 'note', 'survived');
    await first.stop();
    const second = await startEcho(dataDir);
    expect(second.sandbox.clock.pending()).toHaveLength(1);
    await second.send('POST', '/_sandbox/clock', { advanceMs: 3_600_000 });
    expect(second.sandbox.log.effects({ what: 'note' })).toHaveLength(1);
  });

  it('keeps the timer of an unfinished outside call for the next start', async () => {
    const dataDir = newDir();
    const first = await startEcho(dataDir);
    let cutShort = () => undefined as unknown;
    const started = new Promise<void>((resolve) => {
      first.sandbox.clock.onAsync('call', () => {
        resolve();
        return new Promise((settle) => (cutShort = () => settle()));
      });
    });
    first.sandbox.onStop(async () => void cutShort());
    first.sandbox.clock.after(0, 'call', {});
    await started;
    await first.stop();
    const state = openState(dataDir);
    expect(state.store('timers').count()).toBe(1);
    await state.close();
  });
});

describe('sandbox faults', () => {
  it('drop-before cuts the connection and does nothing', async () => {
    const { sandbox, send } = await startEcho();
    await send('POST', '/_sandbox/faults', { match: { path: '/things' }, kind: 'drop-before', times: 1 });
    await expect(send('POST', '/things', { items: [1] })).rejects.toThrow();
    expect(sandbox.log.effects({ what: 'things' })).toHaveLength(0);
    expect((await send('POST', '/things', { items: [1] })).status).toBe(200);
  });

  it('drop-after does the work and cuts the connection', async () => {
    const { sandbox, send } = await startEcho();
    await send('POST', '/_sandbox/faults', { match: { method: 'POST', path: '/th*' }, kind: 'drop-after', times: 1 });
    await expect(send('POST', '/things', { items: [1] })).rejects.toThrow();
    expect(sandbox.log.effects({ what: 'things' })).toHaveLength(1);
    expect(sandbox.log.requests({ path: '/things' })).toMatchObject([{ status: null, fault: 'drop-after', itemCount: 1 }]);
  });

  it('truncate sends half of the answer', async () => {
    const { send } = await startEcho();
    await send('POST', '/_sandbox/faults', { kind: 'truncate', times: 1 });
    await expect(send('POST', '/things', { items: [1] })).rejects.toThrow();
  });

  it('status, html and retry-after answer in place of the service, each n-th time', async () => {
    const { sandbox, send } = await startEcho();
    await send('POST', '/_sandbox/faults', { kind: 'status', status: 503, everyNth: 2, times: 1 });
    expect((await send('POST', '/things', { items: [1] })).status).toBe(200);
    expect((await send('POST', '/things', { items: [1] })).status).toBe(503);
    await send('POST', '/_sandbox/faults', { kind: 'html', times: 1 });
    expect((await send('POST', '/things', { items: [1] })).text).toContain('<html>');
    await send('POST', '/_sandbox/faults', { kind: 'retry-after', retryAfterSeconds: 7, times: 1 });
    const limited = await send('POST', '/things', { items: [1] });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(sandbox.log.effects({ what: 'things' })).toHaveLength(1);
    expect(sandbox.faults.list()).toEqual([]);
  });

  it('of the answer do the work and answer it changed', async () => {
    const { sandbox, send } = await startEcho();
    await send('POST', '/_sandbox/faults', { kind: 'numbers-as-text', times: 1 });
    expect((await send('POST', '/things', { items: [1] })).json()).toMatchObject({ count: '1' });
    await send('POST', '/_sandbox/faults', { kind: 'replace', from: '"count":', to: '"anzahl":', times: 1 });
    expect((await send('POST', '/things', { items: [1] })).json()).toMatchObject({ anzahl: 1 });
    await send('POST', '/_sandbox/faults', { kind: 'odd-shape', of: 'x'.repeat(500), times: 1 });
    expect((await send('POST', '/things', { items: [1] })).json()).toMatchObject({ count: { of: ['another shape'] } });
    expect(sandbox.log.effects({ what: 'things' })).toHaveLength(3);
  });

  it('endless and rows-twice show a list as marketplaces that have lost count', async () => {
    const { sandbox, send } = await startEcho();
    await send('POST', '/_sandbox/faults', { kind: 'rows-twice', times: 1, match: { path: '/list' } });
    expect((await send('GET', '/list?size=2')).json()).toEqual({ rows: [{ id: 1 }, { id: 1 }], nextCursor: 'b' });
    await send('POST', '/_sandbox/faults', { kind: 'endless', match: { path: '/list' } });
    const first = (await send('GET', '/list?size=2')).json();
    expect(first).toMatchObject({ rows: [{ id: 1 }, { id: 2 }], nextCursor: 'again', last: false });
    expect((await send('GET', '/list?size=2&cursor=again')).json()).toEqual(first);
    expect(sandbox.faults.list()).toHaveLength(1);
  });

  it('hang never answers', async () => {
    const { send, sandbox } = await startEcho();
    await send('POST', '/_sandbox/faults', { kind: 'hang', times: 1 });
    const answer = send('POST', '/things', { items: [1] }).catch(() => 'cut');
    while (sandbox.log.requests({ path: '/things' })[0]?.fault !== 'hang') await pause(5);
    expect(await Promise.race([answer, pause(100, 'silence')])).toBe('silence');
    expect(sandbox.log.requests({ path: '/things' })).toMatchObject([{ status: null, fault: 'hang' }]);
  });

  it('refuses a fault it does not know', async () => {
    const { send } = await startEcho();
    expect((await send('POST', '/_sandbox/faults', { kind: 'earthquake' })).status).toBe(400);
  });
});

describe('sandbox request log', () => {
  it('tells each call with digest, size and item count, and leaves the control API out', async () => {
    const { send } = await startEcho();
    await send('POST', '/things', { items: [1, 2, 3] });
    await send('POST', '/things', { items: [1, 2, 3] });
    await send('GET', '/nowhere?x=1');
    const { requests } = (await send('GET', '/_sandbox/requests')).json() as { requests: Record<string, unknown>[] };
    expect(requests.map(({ method, path, status, itemCount }) => [method, path, status, itemCount])).toEqual([
      ['POST', '/things', 200, 3],
      ['POST', '/things', 200, 3],
      ['GET', '/nowhere', 404, null],
    ]);
    expect(requests[0]?.['bodyDigest']).toBe(requests[1]?.['bodyDigest']);
    expect(requests[0]?.['bodyBytes']).toBe(17);
  });
});

describe('sandbox quotas', () => {
  it('counts a sliding window on the sandbox clock', async () => {
    const { sandbox } = await startEcho();
    const take = () => sandbox.rates.take('seller', 'group', { limit: 2, windowMs: 60_000, kind: 'sliding' }).isAllowed;
    expect([take(), take(), take()]).toEqual([true, true, false]);
    await sandbox.clock.advance(60_000);
    expect(take()).toBe(true);
  });

  it('keeps sellers and groups apart', async () => {
    const { sandbox } = await startEcho();
    const take = (seller: string, group: string) => sandbox.rates.take(seller, group, { limit: 1, windowMs: 60_000, kind: 'sliding' }).isAllowed;
    expect([take('a', 'x'), take('b', 'x'), take('a', 'y'), take('a', 'x')]).toEqual([true, true, true, false]);
  });
});

describe('sandbox control API', () => {
  it('lists its own calls', async () => {
    const { send } = await startEcho();
    const { calls } = (await send('GET', '/_sandbox')).json() as { calls: { call: string }[] };
    expect(calls.map(({ call }) => call)).toEqual(expect.arrayContaining(['PUT /_sandbox/settings', 'POST /_sandbox/clock', 'POST /_sandbox/reset']));
  });

  it('keeps settings over a restart and refuses unknown ones', async () => {
    const dataDir = newDir();
    const first = await startEcho(dataDir);
    expect((await first.send('PUT', '/_sandbox/settings', { latencyMs: 5 })).status).toBe(200);
    expect((await first.send('PUT', '/_sandbox/settings', { latency: 5 })).status).toBe(400);
    await first.stop();
    const second = await startEcho(dataDir);
    expect((await second.send('GET', '/_sandbox/settings')).json()).toMatchObject({ latencyMs: 5, quotaScale: 1 });
  });

  it('forgets everything at a reset', async () => {
    const { sandbox, send } = await startEcho();
    await send('POST', '/things', { items: [1] });
    sandbox.clock.after(3_600_000, 'note', 'gone');
    await send('POST', '/_sandbox/reset');
    expect(sandbox.log.requests()).toEqual([]);
    expect(sandbox.clock.pending()).toEqual([]);
  });
});
