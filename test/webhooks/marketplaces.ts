import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { pathOf } from '../../subgraphs/ebay/connector/verification.js';
import type { WebhookCall } from '../../subgraphs/sync/connector/contract.js';
import type { MarketplaceCall, Stranger } from './marketplace-call.js';

/** A user name is the seller's to choose; this one ends where a group of base64 letters ends. */
const USER = 'hub-1:';

/** The key of the store itself stands in a header; bodies are not signed. */
export function trendyolCall(secret: string, otherSecret: string): MarketplaceCall {
  return {
    marketplace: 'TRENDYOL', segment: 'ty', path: '', body: Buffer.from('{"content":[]}'), isPathProof: false, isBodySigned: false,
    header: { name: 'X-API-KEY', value: Buffer.from(secret), freeBytes: 0 },
    strangers: [{ name: 'the key of another store', value: Buffer.from(otherSecret) }, { name: 'a digest of the key', value: Buffer.from(createHmac('sha256', secret).update('').digest('hex')) }],
  };
}

/** Basic credentials whose password is the store's secret; bodies are not signed. */
export function hepsiburadaCall(secret: string, otherSecret: string): MarketplaceCall {
  const basic = (credentials: string): Buffer => Buffer.from(`Basic ${Buffer.from(credentials).toString('base64')}`);
  return {
    marketplace: 'HEPSIBURADA', segment: 'hb', path: '/orders', body: Buffer.from('{"items":[{"orderNumber":"1"}]}'), isPathProof: false, isBodySigned: false,
    header: { name: 'Authorization', value: basic(USER + secret), freeBytes: 'Basic '.length + (USER.length / 3) * 4 },
    strangers: [
      { name: 'the password of another store', value: basic(USER + otherSecret) },
      { name: 'the password as user name', value: basic(`${secret}:`) },
      { name: 'no user name and no colon', value: basic(secret) },
      { name: 'a password that goes on', value: basic(`${USER}${secret}:more`) },
      { name: 'a password after a null byte', value: basic(`${USER}\u0000${secret}`) },
      { name: 'another scheme', value: Buffer.from(`Bearer ${Buffer.from(USER + secret).toString('base64')}`) },
      { name: 'credentials in the clear', value: Buffer.from(`Basic ${USER}${secret}`) },
      { name: 'credentials in base64 for addresses', value: Buffer.from(`Basic ${Buffer.from(`${USER}${secret}`).toString('base64url')}-`) },
    ],
  };
}

/** Nothing but the address, whose last part is the store's secret. */
export function ozonCall(secret: string, otherSecret: string): MarketplaceCall {
  return {
    marketplace: 'OZON', segment: 'oz', path: `/${secret}`, body: Buffer.from('{"message_type":"TYPE_NEW_POSTING","posting_number":"70000001-0001-1"}'), isPathProof: true, isBodySigned: false, header: null,
    strangers: [{ name: 'the address part of another store', path: `/${otherSecret}` }],
  };
}

/** A signature over the bytes of the body, and an address that only eBay was told. */
export function ebayCall(notice: WebhookCall, otherSecret: string): MarketplaceCall {
  const value = Buffer.from(notice.headers['x-ebay-signature'] ?? '');
  return { marketplace: 'EBAY', segment: 'eb', path: notice.path, body: notice.body, isPathProof: true, isBodySigned: true, header: { name: 'X-EBAY-SIGNATURE', value, freeBytes: 0 }, strangers: ebayStrangers(notice, value, otherSecret) };
}

function ebayStrangers({ body }: WebhookCall, value: Buffer, otherSecret: string): Stranger[] {
  const said = JSON.parse(Buffer.from(value.toString(), 'base64').toString('utf8')) as { alg: string; kid: string; signature: string; digest: string };
  const { alg: _alg, ...withoutAlgorithm } = said;
  const { digest: _digest, ...withoutDigest } = said;
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const header = (claim: object): Buffer => Buffer.from(Buffer.from(JSON.stringify(claim)).toString('base64'));
  const signedWith = (key: typeof curve.privateKey, digest: string): string => sign(digest, body, key).toString('base64');
  const claims: [string, object][] = [
    ['signed with another key under the name of eBay\'s', { ...said, signature: signedWith(curve.privateKey, 'sha1') }],
    ['signed with another key and kind of key', { ...said, signature: signedWith(rsa.privateKey, 'sha1') }],
    ['signed with a key of its own', { ...said, kid: 'a-key-of-my-own', signature: signedWith(curve.privateKey, 'sha1') }],
    ['a digest of the body in place of a signature', { ...said, signature: createHmac('sha1', said.kid).update(body).digest('base64') }],
    ['algorithm none', { ...said, alg: 'none' }],
    ['algorithm none and no signature', { ...said, alg: 'none', signature: '' }],
    ['algorithm rsa', { ...said, alg: 'rsa' }],
    ['algorithm hmac', { ...said, alg: 'HS256' }],
    ['no algorithm', withoutAlgorithm],
    ['digest none', { ...said, digest: 'none' }],
    ['no digest', withoutDigest],
    ['digest SHA256 over a SHA1 signature', { ...said, digest: 'SHA256' }],
    ['digest MD5', { ...said, digest: 'MD5' }],
    ['an empty signature', { ...said, signature: '' }],
    ['a signature of zeros', { ...said, signature: Buffer.from('3006020100020100', 'hex').toString('base64') }],
    ['a signature with a byte after it', { ...said, signature: Buffer.concat([Buffer.from(said.signature, 'base64'), Buffer.alloc(1)]).toString('base64') }],
    ['a signature as a list', { ...said, signature: [said.signature] }],
    ['a key name that climbs', { ...said, kid: `../public_key/${said.kid}` }],
    ['a key name with a question mark', { ...said, kid: `${said.kid}?` }],
    ['no key name', { ...said, kid: '' }],
    ['an empty claim', {}],
  ];
  return [
    ...claims.map(([name, claim]) => ({ name: `signature: ${name}`, value: header(claim) })),
    { name: 'signature: its JSON in the clear', value: Buffer.from(JSON.stringify(said)) },
    { name: 'signature: padded with more', value: Buffer.from(`${value.toString()}==`) },
    { name: 'the address part of another store', path: pathOf(otherSecret) },
  ];
}
