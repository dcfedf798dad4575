import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { context, trace, type Span, type Tracer } from '@opentelemetry/api';
import { currentCorrelationId, withCorrelation } from './correlation.js';
import { createLogger } from './logger.js';
import { startSpanExport } from './span-export.js';
import { createMetrics } from './metrics.js';
import { inSpan } from './tracing.js';

function capturing() {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({ level: 'info', name: 'worker', destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } });
  return { lines, logger };
}

describe('the autoscaler', () => {
  it('asks for metrics that the workers have', async () => {
    const scaler = await readFile(new URL('../../../deploy/keda.yaml', import.meta.url), 'utf8');
    const asked = [...scaler.matchAll(/\b(hub_\w+)\{queue/g)].map(([, name]) => name ?? '');
    const page = await createMetrics().text();
    expect(asked).toEqual(['hub_queue_keys', 'hub_queue_age_seconds']);
    for (const name of asked) expect(page).toContain(`# TYPE ${name} gauge`);
  });
});

describe('logs', () => {
  it('carry the correlation id of what caused them, across awaits and apart from each other', async () => {
    const { lines, logger } = capturing();
    await Promise.all(
      ['a', 'b'].map((id) =>
        withCorrelation(id, async () => {
          await Promise.resolve();
          logger.info({ expected: id }, 'inside');
        }),
      ),
    );
    logger.info('outside');
    expect(lines.map(({ correlationId, expected }) => [correlationId, expected])).toEqual([['a', 'a'], ['b', 'b'], [undefined, undefined]]);
    expect(currentCorrelationId()).toBeUndefined();
  });

  it('never show a secret by name, at the top or inside', () => {
    const { lines, logger } = capturing();
    logger.info({ authorization: 'S1', headers: { Authorization: 'S2', 'set-cookie': 'S3', appsecret: 'S4' }, store: { credentials: { apiKey: 'S5' } }, a: { b: { c: { token: 'S6' } } }, plain: 'seen' }, 'call');
    expect(JSON.stringify(lines)).not.toMatch(/S[1-6]/);
    expect(lines[0]).toMatchObject({ plain: 'seen', headers: { Authorization: '[redacted]' } });
  });

  it('have a level by name and a time in UTC', () => {
    const { lines, logger } = capturing();
    logger.warn('x');
    expect(lines[0]).toMatchObject({ level: 'warn', name: 'worker', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) });
  });
});

describe('metrics', () => {
  it('name their unit', async () => {
    const metrics = createMetrics();
    const names = metrics.registry.getMetricsAsArray().map(({ name }) => name).filter((name) => name.startsWith('hub_'));
    expect(names.length).toBeGreaterThan(10);
    const gauges = ['hub_breakers_open', 'hub_stores_slowed', 'hub_queue_keys', 'hub_subscribers'];
    expect(names.filter((name) => !/_(seconds|total|bytes)$/.test(name))).toEqual(gauges);
    expect(await metrics.text()).toContain('process_resident_memory_bytes');
  });

  it('of two processes in one do not mix', async () => {
    const [one, two] = [createMetrics(), createMetrics()];
    one.ordersReceived.inc({ marketplace: 'N11' });
    expect(await one.text()).toContain('hub_orders_received_total{marketplace="N11"} 1');
    expect(await two.text()).not.toContain('marketplace="N11"');
  });
});

describe('spans', () => {
  afterEach(() => trace.disable());

  it('cost nothing and change nothing when no exporter is configured', async () => {
    expect(await inSpan('work', {}, async (span) => (span.isRecording() ? 'recorded' : 'free'))).toBe('free');
    await expect(inSpan('work', {}, () => Promise.reject(new Error('as it was')))).rejects.toThrow('as it was');
  });

  it('reach the collector that is configured, with the name of the process and the correlation id', async () => {
    const received: string[] = [];
    const collector = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => received.push(chunk.toString('latin1')));
      request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const spans = await startSpanExport({ endpoint: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`, serviceName: 'worker' });
    await withCorrelation('req-42', () => inSpan('outer', { marketplace: 'N11' }, () => inSpan('inner', {}, async () => undefined)));
    await spans.stop();
    collector.close();
    const sent = received.join('');
    for (const expected of ['service.name', 'worker', 'outer', 'inner', 'marketplace', 'hub.correlation_id', 'req-42']) expect(sent).toContain(expected);
    context.disable();
  });

  it('end with the work they stand for and record why it failed', async () => {
    const events: string[] = [];
    const span = { setStatus: () => events.push('error'), recordException: (error: Error) => events.push(error.message), end: () => events.push('end') } as unknown as Span;
    const tracer = { startActiveSpan: (name: string, _options: unknown, run: (span: Span) => unknown) => (events.push(name), run(span)) } as unknown as Tracer;
    trace.setGlobalTracerProvider({ getTracer: () => tracer });
    await inSpan('good', {}, async () => undefined);
    await inSpan('bad', {}, () => Promise.reject(new Error('broken'))).catch(() => undefined);
    expect(events).toEqual(['good', 'end', 'bad', 'broken', 'error', 'end']);
  });
});
