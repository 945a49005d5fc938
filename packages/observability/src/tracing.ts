import { SpanStatusCode, trace, type Attributes, type Span } from '@opentelemetry/api';

export type { Attributes, Span } from '@opentelemetry/api';

export interface TracingOptions {
  /** The process: `api`, `voice-gateway`, `worker`. */
  service: string;
  /** OTLP over HTTP, without `/v1/traces`; absent: no tracing, and nothing is loaded. */
  endpoint: string | undefined;
}

let enabled = false;

/** Starts sending spans to the collector. Returns what stops it and sends the rest. */
export async function startTracing({ service, endpoint }: TracingOptions): Promise<() => Promise<void>> {
  if (endpoint === undefined) return async () => undefined;
  const [{ NodeSDK }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const sdk = new NodeSDK({
    serviceName: `leadlock-${service}`,
    traceExporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }),
    // Metrics go to Prometheus and logs to stdout; unset, the SDK would look for exporters of its own.
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  enabled = true;
  return async () => {
    enabled = false;
    await sdk.shutdown();
  };
}

/** For work whose span costs more than calling it. */
export const isTracing = (): boolean => enabled;

/**
 * Runs `work` in a span of its own; spans begun inside become its children. Where tracing is off this is a plain call.
 * Attributes are ids and kinds, never what people said or sent.
 */
export function withSpan<Result>(
  name: string,
  attributes: Attributes,
  work: (span: Span | null) => Promise<Result>,
): Promise<Result> {
  if (!enabled) return work(null);
  return trace.getTracer('leadlock').startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error instanceof Error ? error : String(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
