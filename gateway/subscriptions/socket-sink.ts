import type { WebSocket } from 'ws';
import { CLOSE } from './close-codes.js';
import type { Sink } from './outlet.js';

/** How long a slow reader gets to read what is queued and the close frame behind it. */
const FAREWELL_MS = 5_000;

/** `onGivenUp` is called when the client is given up: nothing is done for it any more while it may still read why. */
export function createSocketSink(socket: WebSocket, onGivenUp: () => void): Sink {
  return {
    isOpen: () => socket.readyState === socket.OPEN,
    queuedBytes: () => socket.bufferedAmount,
    write: (frame, written) => socket.send(frame, { binary: false, compress: false }, written),
    closeSlowReader(reason) {
      socket.close(CLOSE.SLOW_READER, `Slow reader: ${reason}`);
      onGivenUp();
      const timer = setTimeout(() => socket.terminate(), FAREWELL_MS).unref();
      socket.once('close', () => clearTimeout(timer));
    },
  };
}
