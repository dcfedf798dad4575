import { XMLParser } from 'fast-xml-parser';
import type { ServiceCall } from './endpoint.js';

const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: true, parseTagValue: false, trimValues: true, isArray: (name) => name === 'listing' });

/**
 * The elements of an upload: a bare JSON array, or XML, `<listings><listing><MerchantSku>…`, whose names may begin with a
 * capital. Anything else as it came, for the upload to refuse.
 */
export function uploadRows({ request, body }: ServiceCall): unknown {
  if (!(request.headers['content-type'] ?? '').includes('xml')) return body;
  const xml = Buffer.isBuffer(body) ? body.toString('utf8') : '';
  // The parser closes by itself what was cut off.
  if (/<!DOCTYPE/i.test(xml) || !/<\/listings>\s*$/.test(xml)) return undefined;
  try {
    const { listings } = parser.parse(xml) as { listings?: { listing?: readonly Record<string, unknown>[] } };
    return listings?.listing?.map(inLowerCamelCase);
  } catch {
    return undefined;
  }
}

function inLowerCamelCase(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (value === '' ? [] : [[name.charAt(0).toLowerCase() + name.slice(1), value]])));
}
