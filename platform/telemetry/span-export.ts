import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';

export interface SpanExportOptions {
  /** An OTLP/HTTP collector, such as `http://127.0.0.1:4318`; spans are posted to `/v1/traces` under it. */
  readonly endpoint: string;
  /** The process kind, such as `worker`. */
  readonly serviceName: string;
}

export interface SpanExport {
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** From here on `inSpan` records, and batches of spans are sent. The SDK is loaded only here: who exports nothing pays nothing. */
export async function startSpanExport({ endpoint, serviceName }: SpanExportOptions): Promise<SpanExport> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }] = await Promise.all([import('@opentelemetry/sdk-trace-node'), import('@opentelemetry/exporter-trace-otlp-http')]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new NodeTracerProvider({ resource: namedResource(serviceName), spanProcessors: [new BatchSpanProcessor(exporter)] });
  provider.register();
  return { stop: () => provider.shutdown() };
}

function namedResource(serviceName: string): ReadableSpan['resource'] {
  const attributes = { 'service.name': serviceName };
  const resource: ReadableSpan['resource'] = {
    attributes,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
  };
  return resource;
}
