import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { GatewayContext } from '../gateway-context.js';
import type { Outlet } from './outlet.js';

/** One client's WebSocket. */
export interface Connection {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly outlet: Outlet;
  readonly correlationId: string;
  /** What `connection_init` brought, kept to check the key again. */
  authorization: unknown;
  /** Known once the key has been accepted. */
  access: GatewayContext | undefined;
  /** Whether the last ping has been answered. */
  isAlive: boolean;
}

export function codeOf(error: unknown): string {
  const { extensions } = error as { extensions?: Record<string, unknown> };
  return typeof extensions?.['code'] === 'string' ? extensions['code'] : 'INTERNAL';
}
