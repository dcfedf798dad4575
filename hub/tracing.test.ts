import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { inSpan } from '../platform/telemetry/tracing.js';
import { startTracing } from './tracing.js';

describe('tracing', () => {
  it('sends spans to the configured endpoint by the time it has stopped', async () => {
    const paths: (string | undefined)[] = [];
    const collector = createServer((request, response) => {
      paths.push(request.url);
      request.resume().on('end', () => response.end('{}'));
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const { port } = collector.address() as AddressInfo;
    const tracing = await startTracing({ endpoint: `http://127.0.0.1:${port}/`, service: 'test' });
    await inSpan('a-span', {}, async () => undefined);
    await tracing.stop();
    collector.close();
    expect(paths).toEqual(['/v1/traces']);
  });

  it('loads nothing without an endpoint', async () => {
    await expect(startTracing({ endpoint: undefined, service: 'test' }).then((tracing) => tracing.stop())).resolves.toBeUndefined();
  });
});
