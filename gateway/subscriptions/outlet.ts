import type { SubscriptionLimits } from './limits.js';

/** What an outlet writes to: a WebSocket or the response of an event stream. */
export interface Sink {
  isOpen(): boolean;
  queuedBytes(): number;
  /** `written` is called once the frame has left this process, or never will. */
  write(frame: Buffer, written: () => void): void;
  /** Tells the client why and closes; called once. */
  closeSlowReader(reason: string): void;
}

/** The one way out to a client: everything sent goes through it, so what waits is counted and bounded. */
export interface Outlet {
  send(frame: Buffer): void;
  /** Undefined while the client keeps up, else resolves when it has caught up, or is gone. */
  behind(): Promise<void> | undefined;
}

/** Share of the limits from which on the client counts as behind. */
const BEHIND_SHARE = 4;

export function createOutlet(sink: Sink, { maxQueuedBytes, maxQueuedFrames, maxStallMs }: SubscriptionLimits): Outlet {
  let queuedFrames = 0;
  let closed = false;
  let caughtUp: (() => void) | undefined;
  let waiting: Promise<void> | undefined;
  let stall: NodeJS.Timeout | undefined;

  const isBehind = (): boolean => sink.isOpen() && !closed && (queuedFrames > maxQueuedFrames / BEHIND_SHARE || sink.queuedBytes() > maxQueuedBytes / BEHIND_SHARE);

  function written(): void {
    queuedFrames -= 1;
    stall?.refresh();
    if (caughtUp && !isBehind()) release();
  }

  function release(): void {
    clearTimeout(stall);
    stall = undefined;
    caughtUp?.();
    caughtUp = waiting = undefined;
  }

  function close(reason: string): void {
    if (closed) return;
    closed = true;
    release();
    sink.closeSlowReader(reason);
  }

  return {
    send(frame) {
      if (closed || !sink.isOpen()) return;
      if (queuedFrames >= maxQueuedFrames) { close(`more than ${maxQueuedFrames} frames are waiting to be read`); return; }
      if (sink.queuedBytes() > maxQueuedBytes) { close(`more than ${maxQueuedBytes} bytes are waiting to be read`); return; }
      queuedFrames += 1;
      sink.write(frame, written);
    },
    behind() {
      if (!isBehind()) return undefined;
      stall ??= setTimeout(() => close(`nothing has been read for ${maxStallMs} ms`), maxStallMs);
      waiting ??= new Promise((resolve) => (caughtUp = resolve));
      return waiting;
    },
  };
}
