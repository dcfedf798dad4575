import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type MarketplaceCall, trueCall } from './marketplace-call.js';
import type { RawCall } from './raw-call.js';

/** A call that must not be taken, and what is wrong with it. */
export interface Forgery {
  readonly name: string;
  readonly call: RawCall;
}

export interface ForgeryInput {
  readonly of: MarketplaceCall;
  readonly storeId: string;
  readonly otherStoreId: string;
  /** Numbers in [0, 1). */
  readonly draw: () => number;
}

/** Bytes of a proof, and of a body where it is signed, that are flipped one at a time. */
const FLIPS = 260;

/** All that is tried with one marketplace: the same table for each, less what does not concern it. */
export function forgeriesOf({ of, storeId, otherStoreId, draw }: ForgeryInput): readonly Forgery[] {
  const call = trueCall(of, storeId);
  const withValue = (value: Buffer): RawCall => ({ ...call, headers: headersWith(of, value) });
  const withPath = (path: string): RawCall => trueCall({ ...of, path }, storeId);
  const { header } = of;
  const { bare, query } = split(of.path);
  return [
    ...(header === null ? [] : proofForgeries(header.value, header.freeBytes, draw).map(({ name, bytes }) => ({ name: `${header.name}: ${name}`, call: withValue(bytes) }))),
    ...(header === null ? [] : headerForgeries(of, call)),
    ...(of.isPathProof ? proofForgeries(Buffer.from(bare.slice(1)), 0, draw).map(({ name, bytes }) => ({ name: `address: ${name}`, call: withPath(`/${bytes.toString('latin1').replaceAll(/[\s#?]/g, '_')}${query}`) })) : []),
    ...(of.isPathProof ? pathForgeries(bare).map(({ name, path }) => ({ name, call: withPath(path) })) : []),
    ...(of.isBodySigned ? bodyForgeries(of.body, draw).map(({ name, body, encoding }) => ({ name: `body: ${name}`, call: { ...call, body, headers: [...call.headers, ...(encoding ? [['Content-Encoding', Buffer.from(encoding)] as const] : [])] } })) : []),
    ...of.strangers.map(({ name, path = of.path, value }) => ({ name, call: trueCall({ ...of, path, header: header && value ? { ...header, value } : header }, storeId) })),
    { name: 'the address of another store', call: trueCall(of, otherStoreId) },
    { name: 'the address of no store', call: trueCall(of, 'sto_000000000000000000000000') },
    { name: 'the address of another marketplace', call: trueCall({ ...of, segment: of.segment === 'ty' ? 'eb' : 'ty' }, storeId) },
    ...['DELETE', 'PATCH', 'OPTIONS'].map((method) => ({ name: `method ${method}`, call: { ...call, method } })),
  ];
}

interface Forged {
  readonly name: string;
  readonly bytes: Buffer;
}

function proofForgeries(value: Buffer, freeBytes: number, draw: () => number): Forged[] {
  const text = value.toString('latin1');
  const forged: [name: string, text: string][] = [
    ['empty', ''],
    ['without its first byte', text.slice(1)],
    ['without its last byte', text.slice(0, -1)],
    ['half of it', text.slice(0, text.length / 2)],
    ['twice', text + text],
    ['backwards', Buffer.from(value).reverse().toString('latin1')],
    ['in upper case', text.toUpperCase()],
    ['in lower case', text.toLowerCase()],
    ['with a byte after it', `${text}0`],
    ['with a byte before it', `0${text}`],
    ['in quotes', `"${text}"`],
    ['in base64', value.toString('base64')],
    ['in hexadecimal', value.toString('hex')],
    ['percent-encoded', [...value].map((byte) => `%${byte.toString(16)}`).join('')],
    ['undefined', 'undefined'],
    ['null', 'null'],
    ['a list with it', `${text}, other`],
    ['a list before it', `other, ${text}`],
  ];
  return [...forged.filter(([, one]) => one !== text).map(([name, one]) => ({ name, bytes: Buffer.from(one, 'latin1') })), ...flips(value, freeBytes, draw)];
}

/** One bit of one byte each, no two alike. */
function flips(value: Buffer, from: number, draw: () => number): Forged[] {
  const all = Array.from({ length: (value.length - from) * 8 }, (_, i) => from * 8 + i);
  const chosen = Array.from({ length: Math.min(FLIPS, all.length) }, () => all.splice(Math.floor(draw() * all.length), 1)[0] ?? 0);
  return chosen.map((bit) => {
    const bytes = Buffer.from(value);
    bytes.writeUInt8((bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
    return { name: `bit ${bit & 7} of byte ${bit >> 3}`, bytes };
  });
}

function headerForgeries(of: MarketplaceCall, call: RawCall): Forgery[] {
  const { name = '', value = Buffer.alloc(0) } = of.header ?? {};
  const others = call.headers.filter(([one]) => one !== name);
  const wrong = Buffer.from(value);
  wrong.reverse();
  const lists: [string, RawCall['headers']][] = [
    ['missing', []],
    ['under another name', [[`X-${name}`, value]]],
    ['with an underscore in its name', [[`${name.replaceAll('-', '_')}_`, value]]],
    ['twice', [[name, value], [name, value]]],
    ['twice, first the right one', [[name, value], [name, wrong]]],
    ['twice, last the right one', [[name, wrong], [name, value]]],
    ['twice, once empty', [[name, value], [name, Buffer.alloc(0)]]],
    ['in a cookie', [['Cookie', Buffer.concat([Buffer.from(`${name}=`), value])]]],
  ];
  const inQuery = { ...call, target: `${call.target}?${name}=${encodeURIComponent(value.toString('latin1'))}`, headers: others };
  return [...lists.map(([what, headers]) => ({ name: `${name} ${what}`, call: { ...call, headers: [...others, ...headers] } })), { name: `${name} in the query`, call: inQuery }];
}

function pathForgeries(bare: string): { readonly name: string; readonly path: string }[] {
  const [, proof = ''] = bare.split('/');
  return [
    { name: 'address: none', path: '' },
    { name: 'address: only a slash', path: '/' },
    { name: 'address: one level down', path: `/other${bare}` },
    { name: 'address: with something below it', path: `${bare}/other` },
    { name: 'address: in the query', path: `?${proof}` },
    { name: 'address: climbing', path: `/x/..${bare}` },
    { name: 'address: its first letter percent-encoded', path: `/%${proof.charCodeAt(0).toString(16)}${proof.slice(1)}` },
    { name: 'address: two slashes before it', path: `/${bare}` },
  ];
}

function bodyForgeries(body: Buffer, draw: () => number): { readonly name: string; readonly body: Buffer; readonly encoding?: string }[] {
  const text = body.toString('utf8');
  const parsed = JSON.parse(text) as Record<string, unknown>;
  const texts: [string, string][] = [
    ['its keys in another order', JSON.stringify(Object.fromEntries(Object.entries(parsed).reverse()))],
    ['indented', JSON.stringify(parsed, null, 2)],
    ['with a space after it', `${text} `],
    ['with a line break after it', `${text}\n`],
    ['with a byte order mark', `\uFEFF${text}`],
    ['with letters as unicode escapes', text.replace(/[a-z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`)],
    ['with a key twice', text.replace('{', '{"metadata":{},')],
    ['with a key more', text.replace('{', '{"more":1,')],
    ['of another notice', text.replace(/\d(?=\d{4})/, (digit) => String((Number(digit) + 1) % 10))],
    ['empty', ''],
    ['an empty object', '{}'],
    ['in UTF-16', Buffer.from(text, 'utf16le').toString('latin1')],
    ['in base64', body.toString('base64')],
  ];
  return [
    ...texts.filter(([, one]) => one !== text).map(([name, one]) => ({ name, body: Buffer.from(one, name === 'in UTF-16' ? 'latin1' : 'utf8') })),
    { name: 'compressed with gzip', body: gzipSync(body), encoding: 'gzip' },
    { name: 'compressed with deflate', body: deflateSync(body), encoding: 'deflate' },
    { name: 'compressed with brotli', body: brotliCompressSync(body), encoding: 'br' },
    ...flips(body, 0, draw).map(({ name, bytes }) => ({ name, body: bytes })),
  ];
}

function headersWith({ header, ...of }: MarketplaceCall, value: Buffer): RawCall['headers'] {
  return trueCall({ ...of, header: header && { ...header, value } }, '').headers;
}

function split(path: string): { readonly bare: string; readonly query: string } {
  const [bare = '', query] = path.split('?');
  return { bare, query: query === undefined ? '' : `?${query}` };
}
