/** A refusal in the shape of every SP-API answer. */
export class SpError extends Error {
  override readonly name = 'SpError';
  readonly status: number;
  readonly code: string;
  readonly details: string;

  constructor(status: number, code: string, message: string, details = '') {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export const invalidInput = (message: string, details = ''): SpError => new SpError(400, 'InvalidInput', message, details);
export const notFound = (message: string): SpError => new SpError(404, 'NOT_FOUND', message);
export const denied = (details: string): SpError => new SpError(403, 'Unauthorized', 'Access to requested resource is denied.', details);

export function toErrorBody({ code, message, details }: SpError): unknown {
  return { errors: [{ code, message, details }] };
}
