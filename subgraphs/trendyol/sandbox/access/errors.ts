/** Which of Trendyol's error envelopes an endpoint answers with. */
export type ErrorStyle = 'product' | 'order';

/** A refusal, to be dressed in the envelope of the endpoint that throws it. */
export class TrendyolError extends Error {
  readonly status: number;
  /** Dotted key of the product envelope, such as `invalid.barcode`. */
  readonly key: string;

  constructor(status: number, key: string, message: string) {
    super(message);
    this.name = 'TrendyolError';
    this.status = status;
    this.key = key;
  }
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

export function toErrorBody(error: TrendyolError, style: ErrorStyle): unknown {
  if (error.status === 401) return { exception: error.key, message: error.message };
  if (style === 'order') return { error: STATUS_TEXT[error.status] ?? 'Error', message: error.message };
  return { errors: [{ key: error.key, message: error.message, errorCode: String(error.status) }] };
}

export const badRequest = (key: string, message: string) => new TrendyolError(400, key, message);
export const notFound = (key: string, message: string) => new TrendyolError(404, key, message);
export const conflict = (key: string, message: string) => new TrendyolError(409, key, message);
