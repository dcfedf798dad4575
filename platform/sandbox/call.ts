import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { ActiveFault } from './faults.js';

/** What a sandbox knows about one request while it serves it. */
export interface SandboxCall {
  readonly id: number;
  readonly receivedAt: number;
  /** Set by the marketplace once it knows who calls. */
  seller: string | null;
  rawBody: Buffer | null;
  /** Set by the marketplace when the body's first list is not what it counts. */
  itemCount: number | null;
  fault: ActiveFault | null;
  isRecorded: boolean;
}

const calls = new WeakMap<object, SandboxCall>();

export function openCall(request: FastifyRequest, call: SandboxCall): void {
  calls.set(request.raw, call);
}

/** The call record of a request; undefined for the control API. */
export function callOf(request: FastifyRequest): SandboxCall | undefined {
  return calls.get(request.raw);
}

export function digestOf(body: Buffer | null): string | null {
  return body && body.length > 0 ? createHash('sha256').update(body).digest('hex') : null;
}

/** Length of the first list found in a parsed body. */
export function itemCountOf(body: unknown): number | null {
  if (Array.isArray(body)) return body.length;
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return null;
  const list = Object.values(body).find((value): value is unknown[] => Array.isArray(value));
  return list ? list.length : null;
}
