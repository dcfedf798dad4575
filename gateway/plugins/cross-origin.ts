import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { CORRELATION_HEADER } from '../clients/remote-subgraph-client.js';

const PREFLIGHT_SECONDS = 600;

/**
 * Lets pages of these origins read answers. Keys travel in a header that a page must set itself, never in a cookie, so
 * no origin is trusted with anything a stranger's page could borrow; WebSockets are not bound by this at all.
 */
export async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'apollo-require-preflight', CORRELATION_HEADER],
    exposedHeaders: [CORRELATION_HEADER],
    maxAge: PREFLIGHT_SECONDS,
  });
}
