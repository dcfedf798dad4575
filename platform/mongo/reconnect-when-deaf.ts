import type { MongoClient } from 'mongodb';

const AGAIN_AFTER_MS = 1_000;

/**
 * Reconnects a client whose driver has stopped listening. A check of the server that is written to a connection in the
 * very moment it ends is never answered nor given up (driver 7.9): from then on every call fails with
 * MongoServerSelectionError, for ever, though the server is there. Such a check is known by its age.
 */
export function reconnectWhenDeaf(client: MongoClient, deafAfterMs: number): { close(): Promise<void> } {
  let isClosed = false;
  let alarm: NodeJS.Timeout | undefined;

  const heard = (): void => clearTimeout(alarm);
  const reconnectAfter = (ms: number): void => {
    heard();
    alarm = setTimeout(() => void reconnect(), ms).unref();
  };

  async function reconnect(): Promise<void> {
    if (isClosed) return;
    await client.close().catch(() => undefined);
    try {
      await client.connect();
    } catch {
      // A client that has been closed does not connect by itself any more.
      reconnectAfter(AGAIN_AFTER_MS);
    }
  }

  client.on('serverHeartbeatStarted', () => reconnectAfter(deafAfterMs)).on('serverHeartbeatSucceeded', heard).on('serverHeartbeatFailed', heard);
  return {
    async close() {
      isClosed = true;
      heard();
      await client.close();
    },
  };
}
