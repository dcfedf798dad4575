import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectRedis } from './client.js';

describe('the first connection to Redis', () => {
  const open = new Set<Socket>();
  let server: Server;
  beforeEach(async () => {
    server = createServer((socket) => void open.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });

  const url = () => `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;

  it('is given up when a server takes it and says nothing', async () => {
    await expect(connectRedis(url(), { connectTimeoutMs: 100 })).rejects.toThrow('nothing within 200 ms');
  });
});
