/** An answer that is not the happy one. N11 speaks differently in each path family; each function below is one cell of that table. */
export interface WireError {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** `/ms`: Spring's envelope. Bad parameters and missing headers come as 500 with the Java exception in the message. */
export const msErrors = {
  unauthorized: (): WireError => msEnvelope(401, 'SellerApiUserUnauthorizedException', 'Apide doğrulama işlemi başarısız oldu.'),
  missingHeader: (name: string): WireError => msInternal('MissingRequestHeaderException', `Required request header '${name}' for method parameter type String is not present`),
  constraint: (text: string): WireError => msInternal('ConstraintViolationException', text),
  illegalArgument: (text: string): WireError => msInternal('IllegalArgumentException', text),
  unreadableBody: (): WireError => msInternal('HttpMessageNotReadableException', 'JSON parse error'),
  noHandler: (method: string, path: string): WireError => msEnvelope(404, 'NotFoundException', `No handler found for ${method} ${path}`),
  tooManyRequests: (): WireError => msEnvelope(429, 'TooManyRequestsException', 'İstek limiti aşıldı.'),
};

/** `/rest`: N11's older seller API. */
export const restErrors = {
  authenticationFailed: (): WireError => restEnvelope(400, 'SELLER_API.authenticationFailed', 'Apide doğrulama işlemi başarısız oldu.'),
  unknownKey: (): WireError => plain(403, 'Authentication failed'),
  missingHeader: (): WireError => html(400, '<!doctype html><html lang="en"><head><title>HTTP Status 400 – Bad Request</title></head><body><h1>HTTP Status 400 – Bad Request</h1></body></html>'),
  businessRule: (message: string): WireError => restEnvelope(400, 'SELLER_API.invalidRequest', message),
  tooManyRequests: (): WireError => restEnvelope(429, 'maxCallLimit.reached', 'İstek limiti aşıldı.'),
};

export const cdnErrors = {
  forbidden: (): WireError => plain(403, 'Authentication failed'),
  invalidInput: (): WireError => json(400, { errorCode: 'invalidInput', errorMessage: 'Geçersiz kategori.' }),
};

/** No such path in any family: the platform in front answers, in HTML. */
export function unavailable(): WireError {
  return html(503, '<html><body><div><h1>Application is not available</h1><p>The application is currently not serving requests at this endpoint.</p></div></body></html>');
}

function msInternal(exception: string, text: string): WireError {
  return msEnvelope(500, 'InternalServerException', `${exception}: ${text}`, [{ reason: text }]);
}

function msEnvelope(status: number, name: string, message: string, errors: readonly { reason: string }[] = []): WireError {
  return json(status, { '@type': name, name, message, description: message, urlStack: [], errors });
}

function restEnvelope(code: number, errorCode: string, errorMessage: string): WireError {
  return json(code, { code, status: 'failure', errorCode, errorMessage, errorCategory: 'SELLER_API' });
}

function json(status: number, body: object): WireError {
  return { status, contentType: 'application/json;charset=UTF-8', body: JSON.stringify(body) };
}

function plain(status: number, body: string): WireError {
  return { status, contentType: 'text/plain;charset=UTF-8', body };
}

function html(status: number, body: string): WireError {
  return { status, contentType: 'text/html', body };
}
