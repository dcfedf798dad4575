/** What a route says: JSON, a bare text, or nothing. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
}

export function ok(json: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, json, headers };
}

export const noContent: Answer = { status: 204 };

/** Each service tells trouble in its own way; each function below is one cell of that table. */
export const omsErrors = {
  badRequest: (message: string, code = '1000'): Answer => ({ status: 400, json: omsBody(400, code, message) }),
  notFound: (message: string): Answer => ({ status: 404, json: omsBody(404, '1004', message) }),
  missingPaging: (): Answer => ({ status: 400, json: 'limit and offset parameters are required' }),
  wrongDateFormat: (): Answer => ({ status: 400, json: omsBody(400, 'WrongDateFormat', 'WrongDateFormat') }),
  /** 401 comes empty under a JSON content type. */
  unauthorized: (): Answer => ({ status: 401, headers: { 'content-type': 'application/json' } }),
  tooManyRequests: (): Answer => ({ status: 429, json: omsBody(429, 'TooManyRequest', 'TooManyRequest') }),
};

export const listingErrors = {
  badRequest: (text: string): Answer => ({ status: 400, text }),
  notFound: (text = 'Not Found'): Answer => ({ status: 404, text }),
  unauthorized: (): Answer => ({ status: 401, text: 'Missing Credentials!' }),
};

/** The envelope of every catalogue answer; a business failure is HTTP 200 too. */
export const mpop = {
  data: (data: unknown, page: Partial<{ totalElements: number; totalPages: number; number: number; numberOfElements: number; first: boolean; last: boolean }> = {}): Answer => ok({ success: true, code: 0, version: 1, message: null, ...page, data }),
  failure: (code: number, message: string): Answer => ok({ success: false, code, version: 1, message, data: null }),
  /** Over the limit, blocked, or called by another integrator: the catalogue says 403 to all of it. */
  forbidden: (): Answer => ({ status: 403, text: 'Forbidden' }),
  unauthorized: (): Answer => ({ status: 401, json: { success: false, code: 401, message: 'Unauthorized' } }),
  serverError: (): Answer => ({ status: 500, json: { success: false, code: 500, message: 'Internal Server Error' } }),
};

function omsBody(statusCode: number, code: string, message: string): object {
  return { statusCode, code, defaultMessage: message, correlationId: '', message };
}
