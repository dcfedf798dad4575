import type { ServiceCall } from './endpoint.js';

/** The JSON in the form field `file`; undefined when there is none, or it is no JSON. */
export function jsonFileOf({ request, body }: ServiceCall): unknown {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1];
  const file = Buffer.isBuffer(body) && boundary !== undefined ? partNamed(body, boundary, 'file') : undefined;
  if (file === undefined) return undefined;
  try {
    return JSON.parse(file.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Parts stand between boundary lines; in each, headers end at the first empty line (RFC 7578). */
function partNamed(body: Buffer, boundary: string, name: string): Buffer | undefined {
  const delimiter = Buffer.from(`--${boundary}`);
  for (let start = body.indexOf(delimiter); start !== -1; ) {
    const lineEnd = body.indexOf(`\r\n--${boundary}`, start + delimiter.length);
    if (lineEnd === -1) return undefined;
    const end = lineEnd + 2;
    const headersEnd = body.indexOf('\r\n\r\n', start);
    const headers = body.subarray(start, headersEnd).toString('utf8');
    if (headersEnd !== -1 && headersEnd < end && new RegExp(`\\bname="?${name}"?(?:;|\\r|$)`, 'm').test(headers)) return body.subarray(headersEnd + 4, end - 2);
    start = end;
  }
  return undefined;
}
