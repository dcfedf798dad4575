import { XMLParser } from 'fast-xml-parser';
import { FeedError } from './contract.js';

/** An element: its attributes under `@name`, its children under their names, its text as it stands. */
export type XmlElement = Readonly<Record<string, unknown>>;

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, trimValues: true, isArray: (name) => name === 'Currency' || name === 'Valute' });

/** The element a page must have at its top; throws FeedError UNREADABLE for any other page, HTML and half a page included. */
export function readXml(text: string, root: string): XmlElement {
  // The parser is lenient: it would read half a page as a shorter one.
  if (/<!DOCTYPE/i.test(text)) throw new FeedError('UNREADABLE', 'the answer has a document type, as HTML has');
  if (!text.trimEnd().endsWith(`</${root}>`)) throw new FeedError('UNREADABLE', `the answer does not end in </${root}>`);
  const element = (parser.parse(text) as XmlElement)[root];
  if (typeof element !== 'object' || element === null) throw new FeedError('UNREADABLE', `the answer has no <${root}> with anything in it`);
  return element as XmlElement;
}

export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  const children = element[name];
  return Array.isArray(children) ? (children as readonly XmlElement[]) : [];
}

/** The text of a child or attribute; empty when it is absent or has none. */
export function textOf(element: XmlElement, name: string): string {
  const value = element[name];
  return typeof value === 'string' ? value : '';
}
