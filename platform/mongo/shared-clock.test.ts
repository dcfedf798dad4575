import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../telemetry/logger.js';
import { startSharedClock, type SharedClock } from './shared-clock.js';

const logger = createLogger({ level: 'silent', name: 'test' });
const NOON = Date.parse('2026-11-22T12:00:00Z');

describe('the shared clock', () => {
  let clock: SharedClock | undefined;
  afterEach(() => clock?.stop());

  /** A server whose answers take so long on the way there and back; time passes only while it is asked, or when told. */
  function world(travels: readonly (readonly [thereMs: number, backMs: number])[]) {
    const state = { elapsedMs: 5_000, aheadMs: 0, asked: 0 };
    const answered: (() => void)[] = [];
    return {
      state,
      elapsedMs: () => state.elapsedMs,
      async askTime() {
        const [thereMs, backMs] = travels[Math.min(state.asked, travels.length - 1)]!;
        state.asked += 1;
        state.elapsedMs += thereMs;
        const time = NOON + state.elapsedMs + state.aheadMs;
        state.elapsedMs += backMs;
        answered.splice(0).forEach((tell) => setImmediate(tell));
        return time;
      },
      nextAnswer: () => new Promise<void>((resolve) => answered.push(resolve)),
    };
  }

  it('tells the time of the server, as exactly as its quickest answer allows', async () => {
    const server = world([[900, 100], [2, 6], [300, 300]]);
    clock = await startSharedClock({ ...server, logger });
    expect(Math.abs(clock.now().getTime() - (NOON + server.state.elapsedMs))).toBeLessThanOrEqual(5);
    server.state.elapsedMs += 60_000;
    expect(Math.abs(clock.now().getTime() - (NOON + server.state.elapsedMs))).toBeLessThanOrEqual(5);
  });

  it('follows a server whose clock is put right, and is not moved by a slow answer', async () => {
    const server = world([[1, 1], [1, 1], [1, 1], [5_000, 0], [1, 1]]);
    clock = await startSharedClock({ ...server, logger, askEveryMs: 5 });
    await server.nextAnswer();
    expect(Math.abs(clock.now().getTime() - (NOON + server.state.elapsedMs))).toBeLessThanOrEqual(5);
    server.state.aheadMs = 40_000;
    await server.nextAnswer();
    await server.nextAnswer();
    expect(Math.abs(clock.now().getTime() - (NOON + 40_000 + server.state.elapsedMs))).toBeLessThanOrEqual(5);
  });

  it('goes on when the server does not answer', async () => {
    const server = world([[1, 1]]);
    let isGone = false;
    const questions: (() => void)[] = [];
    const askTime = async (): Promise<number> => {
      if (!isGone) return server.askTime();
      questions.splice(0).forEach((tell) => setImmediate(tell));
      throw new Error('gone');
    };
    clock = await startSharedClock({ ...server, askTime, logger, askEveryMs: 5 });
    isGone = true;
    await new Promise<void>((resolve) => questions.push(resolve));
    server.state.elapsedMs += 1_000;
    expect(Math.abs(clock.now().getTime() - (NOON + server.state.elapsedMs))).toBeLessThanOrEqual(5);
  });

  it('is the database\'s also in a process whose own clock is ten minutes ahead', async () => {
    const paths = ['../../test/support/shifted-clock.js', '../../test/support/tell-time.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
    const child = spawn(process.execPath, ['--import', paths[0]!, paths[1]!], { env: { ...process.env, SHIFT_CLOCK_MS: '600000' }, stdio: ['ignore', 'pipe', 'inherit'] });
    const startedAt = Date.now();
    const [told] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const { own, shared } = JSON.parse(told) as { own: number; shared: number };
    expect(own - shared).toBeGreaterThan(590_000);
    expect(shared).toBeGreaterThan(startedAt - 5_000);
    expect(shared).toBeLessThan(Date.now() + 5_000);
  });
});
