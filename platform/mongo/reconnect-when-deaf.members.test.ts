import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type DeafClient, reconnectWhenDeaf } from './reconnect-when-deaf.js';

const DEAF_AFTER_MS = 1_000;

describe('a client of several servers', () => {
  const asked = { connects: 0, closes: 0 };
  let client: EventEmitter;
  let listener: { close(): Promise<void> };

  beforeEach(() => {
    jest.useFakeTimers();
    Object.assign(asked, { connects: 0, closes: 0 });
    client = Object.assign(new EventEmitter(), {
      connect: async () => void (asked.connects += 1),
      close: async () => void (asked.closes += 1),
    });
    listener = reconnectWhenDeaf(client as unknown as DeafClient, DEAF_AFTER_MS);
  });
  afterEach(async () => {
    await listener.close();
    jest.useRealTimers();
  });

  const check = (address: string): boolean => client.emit('serverHeartbeatStarted', { connectionId: address });
  const answer = (address: string): boolean => client.emit('serverHeartbeatSucceeded', { connectionId: address });

  it('reconnects when one of them is deaf, though the others answer', async () => {
    check('a:1');
    check('b:1');
    answer('b:1');
    await jest.advanceTimersByTimeAsync(DEAF_AFTER_MS - 1);
    check('b:1');
    answer('b:1');
    expect(asked).toEqual({ connects: 0, closes: 0 });
    await jest.advanceTimersByTimeAsync(1);
    expect(asked).toEqual({ connects: 1, closes: 1 });
  });

  it('reconnects once when several are deaf at the same time', async () => {
    check('a:1');
    check('b:1');
    await jest.advanceTimersByTimeAsync(DEAF_AFTER_MS * 3);
    expect(asked).toEqual({ connects: 1, closes: 1 });
  });

  it('waits no more for a server that answered, failed or left the set', async () => {
    check('a:1');
    check('b:1');
    check('c:1');
    answer('a:1');
    client.emit('serverHeartbeatFailed', { connectionId: 'b:1' });
    client.emit('serverClosed', { address: 'c:1' });
    await jest.advanceTimersByTimeAsync(DEAF_AFTER_MS * 3);
    expect(asked).toEqual({ connects: 0, closes: 0 });
  });
});
