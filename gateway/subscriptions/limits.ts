export interface SubscriptionLimits {
  /** Subscriptions on one WebSocket. Default 100. */
  maxSubscriptions: number;
  /** Bytes that may wait to be sent to one client before it is closed as a slow reader. Default 1 MiB. */
  maxQueuedBytes: number;
  /** Frames, likewise. Default 1,000. */
  maxQueuedFrames: number;
  /** How long a client may take to read anything of what waits for it. Default 10 s. */
  maxStallMs: number;
  /** How long a new WebSocket may take to send `connection_init`. Default 5 s. */
  initTimeoutMs: number;
  /** Between pings; a client that answers none in between is cut off. Default 12 s. */
  pingMs: number;
  /** How often the key of an open connection is checked again. Default 15 s. */
  recheckKeyMs: number;
}

export const defaultSubscriptionLimits: SubscriptionLimits = {
  maxSubscriptions: 100,
  maxQueuedBytes: 1024 * 1024,
  maxQueuedFrames: 1_000,
  maxStallMs: 10_000,
  initTimeoutMs: 5_000,
  pingMs: 12_000,
  recheckKeyMs: 15_000,
};
