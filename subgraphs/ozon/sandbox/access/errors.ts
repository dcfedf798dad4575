/** gRPC codes as Ozon's error bodies carry them. */
export const CODE = { invalid: 3, notFound: 5, denied: 7, exhausted: 8, precondition: 9, internal: 13, unavailable: 14, unauthenticated: 16 } as const;

/** A call refused whole: `{ code, message, details }` with an HTTP status. */
export class OzonError extends Error {
  override readonly name = 'OzonError';
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  body(): object {
    return { code: this.code, message: this.message, details: [] };
  }
}

export const invalid = (message: string): OzonError => new OzonError(400, CODE.invalid, message);
export const notFound = (message: string): OzonError => new OzonError(404, CODE.notFound, message);
export const conflict = (message: string): OzonError => new OzonError(409, CODE.precondition, message);

/** A refusal of one item of a batch, which is answered with 200. */
export interface ItemError {
  readonly code: string;
  readonly message: string;
}
