import type { Headers } from './payload.js';

export const REDACTED = '[redacted]';

const SECRET_HEADER = /authorization|cookie|secret|token|password|signature|api-?key|app-?key/i;

/** Header values that grant access are replaced; the names stay, so that one sees what was sent. */
export function redactHeaders(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), SECRET_HEADER.test(name) ? REDACTED : value]));
}

/** Takes every occurrence of the secrets out of a body, also where XML, JSON or a form has escaped them. Returns the same buffer when there is none. */
export function redactBody(body: Buffer, secrets: readonly string[]): Buffer {
  const needles = secrets.filter((secret) => secret !== '').flatMap(writtenForms).map((form) => Buffer.from(form));
  return needles.reduce((rest, needle) => (rest.includes(needle) ? cutOut(rest, needle) : rest), body);
}

export function redactText(text: string, secrets: readonly string[]): string {
  return redactBody(Buffer.from(text), secrets).toString('utf8');
}

function writtenForms(secret: string): string[] {
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), xml, xml.replaceAll('"', '&quot;').replaceAll("'", '&apos;'), encodeURIComponent(secret)])];
}

/** Latin-1 maps each byte to one character, so bytes that are not text survive. */
function cutOut(body: Buffer, needle: Buffer): Buffer {
  return Buffer.from(body.toString('latin1').replaceAll(needle.toString('latin1'), REDACTED), 'latin1');
}
