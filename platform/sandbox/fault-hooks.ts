import { setTimeout as delay } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { callOf } from './call.js';
import { createChangeAnswer } from './change-answer.js';
import type { ActiveFault } from './faults.js';
import type { BaseSettings } from './settings.js';

const AFTER_EFFECT = new Set<ActiveFault['kind']>(['drop-after', 'hang-after', 'truncate', 'slow-drip']);
const CHANGES_ANSWER = new Set<ActiveFault['kind']>(['numbers-as-text', 'rows-twice', 'replace', 'odd-shape', 'endless']);
const DRIP_PIECES = 20;

export interface FaultHookOptions {
  readonly settings: () => BaseSettings;
  readonly record: (request: Parameters<typeof callOf>[0], status: number | null) => void;
}

/** Makes latency and the fault chosen for a call happen. The fault itself is chosen earlier, on arrival. */
export function installFaultHooks(app: FastifyInstance, { settings, record }: FaultHookOptions): void {
  const changeAnswer = createChangeAnswer();
  app.addHook('preHandler', async (request, reply) => {
    const call = callOf(request);
    if (!call) return;
    const { latencyMs, jitterMs } = settings();
    if (latencyMs + jitterMs > 0) await delay(latencyMs + Math.random() * jitterMs);
    if (call.fault && !AFTER_EFFECT.has(call.fault.kind) && !CHANGES_ANSWER.has(call.fault.kind)) return refuse(call.fault, reply, () => record(request, null));
    return undefined;
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const call = callOf(request);
    if (!call) return payload;
    const fault = call.fault;
    if (!fault || !AFTER_EFFECT.has(fault.kind)) {
      record(request, reply.statusCode);
      return fault && CHANGES_ANSWER.has(fault.kind) ? changeAnswer(fault, request, reply, payload) : payload;
    }
    record(request, fault.kind === 'slow-drip' ? reply.statusCode : null);
    return spoil(fault, reply, payload);
  });
}

/** Faults that keep the request from being carried out. */
function refuse(fault: ActiveFault, reply: FastifyReply, recordUnanswered: () => void): FastifyReply {
  switch (fault.kind) {
    case 'hang':
      recordUnanswered();
      return reply.hijack();
    case 'drop-before':
      recordUnanswered();
      reply.hijack().raw.destroy();
      return reply;
    case 'html':
      return reply.code(fault.status ?? 502).type('text/html').send('<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>');
    case 'retry-after':
      return reply.code(fault.status ?? 429).header('retry-after', String(fault.retryAfterSeconds)).send({ message: 'too many requests' });
    default:
      return reply.code(fault.status ?? 500).send(fault.body ?? { message: 'Internal Server Error' });
  }
}

/** Faults that strike once the request has been carried out. */
async function spoil(fault: ActiveFault, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === 'string' ? payload : '');
  if (fault.kind === 'slow-drip') {
    reply.header('content-length', bytes.length);
    return Readable.from(drip(bytes, fault.durationMs));
  }
  if (fault.kind === 'truncate') await sendHalf(reply, bytes);
  if (fault.kind !== 'hang-after') reply.raw.destroy();
  // Resolving would let Fastify send the answer.
  return new Promise(() => undefined);
}

function sendHalf(reply: FastifyReply, bytes: Buffer): Promise<void> {
  reply.raw.writeHead(reply.statusCode, { 'content-type': 'application/json', 'content-length': bytes.length });
  return new Promise((resolve) => reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => resolve()));
}

async function* drip(bytes: Buffer, durationMs: number) {
  const size = Math.max(1, Math.ceil(bytes.length / DRIP_PIECES));
  for (let start = 0; start < bytes.length; start += size) {
    await delay(durationMs / DRIP_PIECES);
    yield bytes.subarray(start, start + size);
  }
}
