import XMLBuilder from 'fast-xml-builder';
import { XMLParser } from 'fast-xml-parser';

/** A SOAP 1.1 request of N11: the operation without its `Request` suffix, and its unqualified children. */
export interface SoapRequest {
  readonly operation: string;
  readonly fields: SoapFields;
}

export type SoapFields = Readonly<Record<string, unknown>>;

/** Every value stays text: ids are wider than a number should be trusted with. */
const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: true, parseTagValue: false, trimValues: true, htmlEntities: true });
const builder = new XMLBuilder({ suppressEmptyNode: true, ignoreAttributes: true });

/** Reads an envelope; undefined when it is no SOAP request, or carries a DTD. */
export function readSoap(xml: string): SoapRequest | undefined {
  if (/<!DOCTYPE/i.test(xml)) return undefined;
  const body = child(child(parse(xml), 'Envelope'), 'Body');
  const [name] = Object.keys(body);
  if (!name?.endsWith('Request')) return undefined;
  return { operation: name.slice(0, -'Request'.length), fields: child(body, name) };
}

/** The answer envelope, shaped as production sends it: prefixed response element, plain children. */
export function soapAnswer(operation: string, children: object): string {
  const inner: string = builder.build(children);
  return (
    '<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body>' +
    `<ns3:${operation}Response xmlns:ns3="http://www.n11.com/ws/schemas">${inner}</ns3:${operation}Response></SOAP-ENV:Body></SOAP-ENV:Envelope>`
  );
}

export const success = { result: { status: 'success' } };

export function failure(errorCode: string, errorMessage: string): object {
  return { result: { status: 'failure', errorCode, errorMessage, errorCategory: 'SELLER_API' } };
}

/** A nested element, empty when absent. */
export function child(fields: SoapFields, name: string): SoapFields {
  const value = fields[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SoapFields) : {};
}

/** The text of an element; undefined when absent or empty. */
export function textOf(fields: SoapFields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parse(xml: string): SoapFields {
  try {
    return parser.parse(xml) as SoapFields;
  } catch {
    return {};
  }
}
