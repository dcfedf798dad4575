import type { MongoClient } from 'mongodb';

const AGAIN_AFTER_MS = 1_000;

/** What is used of a MongoClient. */
export type DeafClient = Pick<MongoClient, 'on' | 'connect' | 'close'>;

/**
 * Reconnects a client whose driver has stopped listening. A check of the server that is written to a connection in the
 * very moment it ends is never answered nor given up (driver 7.9): from then on every call fails with
 * MongoServerSelectionError, for ever, though the server is there. Such a check is known by its age; each member of a
 * replica set has its own, since the others go on answering theirs.
 */
export function reconnectWhenDeaf(client: DeafClient, deafAfterMs: number): { close(): Promise<void> } {
  const alarms = new Map<string, NodeJS.Timeout>();
  let again: NodeJS.Timeout | undefined;
  let isClosed = false;

  function heard(address: string): void {
    clearTimeout(alarms.get(address));
    alarms.delete(address);
  }

  function listenFor(address: string): void {
    heard(address);
    alarms.set(address, setTimeout(() => void reconnect(), deafAfterMs).unref());
  }

  function calm(): void {
    for (const address of alarms.keys()) heard(address);
    clearTimeout(again);
  }

  async function reconnect(): Promise<void> {
    calm();
    if (isClosed) return;
    await client.close().catch(() => undefined);
    try {
      await client.connect();
    } catch {
      // A client that has been closed does not connect by itself any more.
      again = setTimeout(() => void reconnect(), AGAIN_AFTER_MS).unref();
    }
  }

  client
    .on('serverHeartbeatStarted', ({ connectionId }) => listenFor(connectionId))
    .on('serverHeartbeatSucceeded', ({ connectionId }) => heard(connectionId))
    .on('serverHeartbeatFailed', ({ connectionId }) => heard(connectionId))
    .on('serverClosed', ({ address }) => heard(address));
  return {
    async close() {
      isClosed = true;
      calm();
      await client.close();
    },
  };
}
