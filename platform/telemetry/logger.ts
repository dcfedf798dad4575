import { pino, stdTimeFunctions, type DestinationStream, type Logger, type LevelWithSilent } from 'pino';
import { currentCorrelationId } from './correlation.js';

export type { Logger } from 'pino';
export type LogLevel = LevelWithSilent;

export interface LoggerOptions {
  readonly level: LogLevel;
  /** The process kind, such as `worker`. */
  readonly name: string;
  /** Standard output by default. */
  readonly destination?: DestinationStream;
}

/** Field names that never reach a log, at the top of a line or up to three levels into it. */
const SECRET_FIELDS = [
  'authorization', 'Authorization', 'cookie', 'set-cookie', 'password', 'secret', 'token', 'apiKey', 'apiSecret', 'appkey', 'appsecret', 'appKey', 'appSecret', 'credentials',
];
const DEPTHS = ['', '*.', '*.*.', '*.*.*.'];

/** One JSON object per line, times in ISO 8601 UTC, each line with the correlation id it was written under. */
export function createLogger({ level, name, destination }: LoggerOptions): Logger {
  const options = {
    level,
    name,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: correlationFields,
    redact: { paths: DEPTHS.flatMap((depth) => SECRET_FIELDS.map((field) => pathOf(depth, field))), censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}

function correlationFields(): Record<string, string> {
  const correlationId = currentCorrelationId();
  return correlationId === undefined ? {} : { correlationId };
}

function pathOf(depth: string, field: string): string {
  return field.includes('-') ? `${depth.slice(0, -1)}["${field}"]` : `${depth}${field}`;
}
