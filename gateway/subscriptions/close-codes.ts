/** Why the gateway closes a WebSocket, beside the codes of graphql-transport-ws itself (4400, 4406, 4408, 4409, 4429). */
export const CLOSE = {
  /** Reason UNAUTHENTICATED or KEY_EXPIRED: no good key came with `connection_init`, or it is good no longer. */
  UNAUTHORIZED: 4401,
  /** More is waiting to be sent than the limits of one socket allow. Read faster, or subscribe to less; then resume with `after`. */
  SLOW_READER: 4413,
  /** The gateway is going down. Connect again and resume with `after`. */
  RESTART: 1012,
  /** Keys cannot be checked at the moment. */
  TRY_LATER: 1013,
} as const;

/** `extensions.code` of an error that ends a subscription over server-sent events, where there are no close codes. */
export const SLOW_READER = 'SLOW_READER';
/** More subscriptions on one connection than allowed; `extensions.limit` says how many are. */
export const TOO_MANY_SUBSCRIPTIONS = 'TOO_MANY_SUBSCRIPTIONS';
