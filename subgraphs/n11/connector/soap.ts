import XMLBuilder from 'fast-xml-builder';
import { XMLParser } from 'fast-xml-parser';

export interface SoapInput {
  readonly [name: string]: string | number | undefined | SoapInput;
}
export type SoapFields = Readonly<Record<string, unknown>>;

const NAMESPACE = 'http://www.n11.com/ws/schemas';
// Every value stays text: ids are wider than a number should be trusted with.
const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: true, parseTagValue: false, trimValues: true, htmlEntities: true });
const builder = new XMLBuilder({ ignoreAttributes: true, suppressEmptyNode: true });

/** A SOAP 1.1 envelope as N11 wants it: the request element in its namespace, its children unqualified and in order. */
export function soapEnvelope(operation: string, fields: SoapInput): string {
  const children: string = builder.build(given(fields));
  return (
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sch="${NAMESPACE}"><soapenv:Header/><soapenv:Body>` +
    `<sch:${operation}Request>${children}</sch:${operation}Request></soapenv:Body></soapenv:Envelope>`
  );
}

/** The children of the operation's response element; undefined when the text holds no such answer, or a DTD. */
export function readSoapAnswer(xml: string, operation: string): SoapFields | undefined {
  if (/<!DOCTYPE/i.test(xml) || !/<\/[\w-]*:?Envelope>\s*$/.test(xml)) return undefined;
  const body = childOf(childOf(parse(xml), 'Envelope'), 'Body');
  const response = body[`${operation}Response`];
  return typeof response === 'object' && response !== null ? (response as SoapFields) : undefined;
}

export function childOf(fields: SoapFields, name: string): SoapFields {
  const value = fields[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SoapFields) : {};
}

/** The rows below `list`, one element or many; empty when there are none. */
export function rowsOf(fields: SoapFields, list: string, row: string): SoapFields[] {
  const value = childOf(fields, list)[row];
  const rows: unknown[] = Array.isArray(value) ? value : [value];
  return rows.filter((item): item is SoapFields => typeof item === 'object' && item !== null);
}

/** The text of an element; undefined when it is absent or empty. */
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

function given(fields: SoapInput): SoapInput {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, typeof value === 'object' ? given(value) : value]])));
}
