import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../test/support/graphql-client.js';
import { startChild, type Child } from './child.js';

/** Says that it is ready after as many milliseconds as it is given; ended by SIGTERM. */
const SCRIPT = `process.on('SIGTERM', () => process.exit(0)); setTimeout(() => console.log('ready ' + process.pid), Number(process.argv[1])); setInterval(() => 0, 1000);`;

async function start(o: { readyAfterMs?: number; readyWithinMs?: number; dataDir?: string; soundAfterMs?: number; onRestart?: (name: string, pauseMs: number) => void } = {}): Promise<Child> {
  return startChild({
    name: 'sample', command: process.execPath, args: ['-e', SCRIPT, String(o.readyAfterMs ?? 0)], dataDir: o.dataDir ?? mkdtempSync(join(tmpdir(), 'hub-child-')),
    ready: /ready (\d+)/, restart: true, ...(o.readyWithinMs !== undefined && { readyWithinMs: o.readyWithinMs }),
    ...(o.soundAfterMs !== undefined && { soundAfterMs: o.soundAfterMs }), ...(o.onRestart && { onRestart: o.onRestart }),
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function kill(child: Child): void {
  process.kill(child.pid() ?? 0, 'SIGKILL');
}

/** Kills it again and again, and answers how long it was left alone each time. */
async function pausesOf(deaths: number, soundAfterMs?: number): Promise<number[]> {
  const pauses: number[] = [];
  let restarted = (): void => undefined;
  const noteRestart = (_name: string, pauseMs: number): void => {
    pauses.push(pauseMs);
    restarted();
  };
  const child = await start({ ...(soundAfterMs !== undefined && { soundAfterMs }), onRestart: noteRestart });
  for (let death = 0; death < deaths; death += 1) {
    const again = new Promise<void>((resolve) => (restarted = resolve));
    const pid = child.pid();
    kill(child);
    await again;
    await eventually(() => Promise.resolve(child.pid()), (next) => next !== pid, 30_000);
  }
  await child.stop(5_000);
  return pauses;
}

describe('a child process', () => {
  it('is started again when it ends by itself', async () => {
    let restarted = (): void => undefined;
    const again = new Promise<void>((resolve) => (restarted = resolve));
    const child = await start({ onRestart: () => restarted() });
    const first = child.pid();
    kill(child);
    await again;
    await child.stop(5_000);
    expect(child.pid()).not.toBe(first);
    expect(isAlive(child.pid() ?? 0)).toBe(false);
  }, 30_000);

  it('waits longer before each start when it keeps dying young', async () => {
    expect(await pausesOf(4)).toEqual([250, 500, 1_000, 2_000]);
  }, 60_000);

  it('waits no longer than at first when it had lived for long', async () => {
    expect(await pausesOf(4, 0)).toEqual([250, 250, 250, 250]);
  }, 60_000);

  it('is ended when it is not ready in time', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'hub-child-'));
    await expect(start({ dataDir, readyAfterMs: 600_000, readyWithinMs: 300 })).rejects.toThrow('not ready within');
    expect(isAlive(Number(readFileSync(join(dataDir, 'run', 'sample.pid'), 'utf8')))).toBe(false);
  }, 30_000);

  it('ends with the hub also when the hub stops while it is being started again', async () => {
    let restarting = (): void => undefined;
    const under = new Promise<void>((resolve) => (restarting = resolve));
    const child = await start({ readyAfterMs: 500, onRestart: () => restarting() });
    kill(child);
    await under;
    await child.stop(5_000);
    expect(isAlive(child.pid() ?? 0)).toBe(false);
  }, 30_000);

  it('stays ended when the hub stops before it would have been started again', async () => {
    let restarts = 0;
    const child = await start({ onRestart: () => (restarts += 1) });
    const pid = child.pid() ?? 0;
    kill(child);
    await child.stop(5_000);
    expect([restarts, isAlive(pid)]).toEqual([0, false]);
  }, 30_000);
});
