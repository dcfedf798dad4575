import { GraphQLError } from 'graphql';

/** Codes the gateway itself answers with, beside those of the subgraphs (platform/subgraph/errors.ts) and of subgraphs that fail. */
export const GATEWAY_CODES = {
  /** No key, or not one the hub knows. HTTP 401, WebSocket 4401. */
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  /** The key is past its expiry. HTTP 401, WebSocket 4401. Make a new one. */
  KEY_EXPIRED: 'KEY_EXPIRED',
  /** `extensions.cost.requested` is over `extensions.cost.limit`. Ask for fewer items or fields. */
  COST_EXCEEDED: 'COST_EXCEEDED',
  /** Fields nest deeper than `extensions.depth.limit`. */
  DEPTH_EXCEEDED: 'DEPTH_EXCEEDED',
  /** A subscription was asked for by a request that can be answered only once. HTTP 406. */
  SUBSCRIPTION_TRANSPORT: 'SUBSCRIPTION_TRANSPORT',
  /** The place where keys are kept does not answer. HTTP 503. Try again. */
  ACCESS_UNAVAILABLE: 'ACCESS_UNAVAILABLE',
} as const;

/** An error with a code and, over HTTP, a status other than 200. */
export function gatewayError(code: keyof typeof GATEWAY_CODES, message: string, { status, ...extensions }: { status?: number } & Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions, ...(status !== undefined && { http: { status } }) } });
}
