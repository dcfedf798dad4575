import { gunzipSync, gzipSync } from 'node:zlib';
import { inAnotherShape, ODD_TEXT } from '../../platform/sandbox/changed-answers.js';
import type { ConnectorContext, MarketplaceRequest, MarketplaceResponse } from '../../subgraphs/sync/connector/contract.js';

/** A context whose marketplace gives other answers than the sandbox does; packed ones are unpacked for it. */
export function answering<C>(context: ConnectorContext<C>, change: (text: string) => string): ConnectorContext<C> {
  return sendingBy(context, async (request) => {
    const response = await context.http.send(request);
    return { ...response, body: changedBody(response.body, change) };
  });
}

export function sendingBy<C>(context: ConnectorContext<C>, send: (request: MarketplaceRequest) => Promise<MarketplaceResponse>): ConnectorContext<C> {
  return { ...context, http: { send }, now: () => context.now() };
}

/** One word of the answers is another. */
export function reworded<C>(context: ConnectorContext<C>, from: string, to: string): ConnectorContext<C> {
  return answering(context, (text) => text.replaceAll(new RegExp(String.raw`\b${from}\b`, 'g'), to));
}

/** Lists are asked for in small pages, whatever size the connector asks for. */
export function inPagesOf<C>(context: ConnectorContext<C>, rows: number): ConnectorContext<C> {
  const smaller = (_all: string, name: string, size: string): string => `${name}${Math.min(Number(size), rows)}`;
  return sendingBy(context, ({ path, body, ...rest }) =>
    context.http.send({ ...rest, path: path.replaceAll(/([?&](?:limit|size)=)(\d+)/g, smaller), ...(body === undefined ? {} : { body: typeof body === 'string' ? body.replaceAll(/("limit":)(\d+)/g, smaller) : body }) }),
  );
}

/** What is told of this key keeps the key alone: everything beside it is of another shape, in the innermost record that names it. */
export function garbling<C>(context: ConnectorContext<C>, key: string): ConnectorContext<C> {
  return answering(context, (text) => (text.includes(key) ? garbledText(text, key) : text));
}

function changedBody(body: Buffer, change: (text: string) => string): Buffer {
  const isPacked = body[0] === 0x1f && body[1] === 0x8b;
  const changed = Buffer.from(change((isPacked ? gunzipSync(body) : body).toString('utf8')));
  return isPacked ? gzipSync(changed) : changed;
}

function garbledText(text: string, key: string): string {
  if (/^\s*[[{]/.test(text)) return JSON.stringify(inAnotherShape(JSON.parse(text), key));
  return text.trimStart().startsWith('<') ? garbledXml(text, key) : garbledTable(text, key);
}

/** Records there are elements that hold nothing but texts. */
function garbledXml(text: string, key: string): string {
  const records = /<(\w+)>(?:<(\w+)(?:\/>|>[^<]*<\/\2>))+<\/\1>/g;
  return text.replaceAll(records, (record) => (record.includes(`>${key}<`) ? record.replaceAll(/>([^<>]+)</g, (_all, value: string) => `>${value === key ? key : ODD_TEXT}<`) : record));
}

/** Columns apart by tabs, a row a line. */
function garbledTable(text: string, key: string): string {
  const oddRow = (row: string): string => row.split('\t').map((cell) => (cell.trim() === key ? cell : ODD_TEXT)).join('\t');
  return text.split('\n').map((row) => (row.split('\t').some((cell) => cell.trim() === key) ? oddRow(row) : row)).join('\n');
}
