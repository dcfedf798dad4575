import { SpanStatusCode, trace, type Attributes, type Span } from '@opentelemetry/api';
import { currentCorrelationId } from './correlation.js';

/**
 * Runs `run` inside an OpenTelemetry span of this name. The span ends with `run`; an error is recorded and thrown on.
 * It carries the correlation id. Until spans are exported (`span-export.ts`) it is a shared object that does nothing.
 */
export function inSpan<T>(name: string, attributes: Attributes, run: (span: Span) => Promise<T>): Promise<T> {
  return trace.getTracer('marketplace-hub').startActiveSpan(name, { attributes }, async (span) => {
    const correlationId = currentCorrelationId();
    if (correlationId !== undefined) span.setAttribute('hub.correlation_id', correlationId);
    try {
      return await run(span);
    } catch (error) {
      span.recordException(error instanceof Error ? error : String(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
