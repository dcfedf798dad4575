import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { EbayContext } from './client.js';

/**
 * Digital signature of a call (RFC 9421 over digest, key, method, path and authority), which eBay demands of sellers in
 * the EU and the UK for refunds and cancellations. No headers when the store has no key. Throws VALIDATION for a key
 * that cannot be read. https://developer.ebay.com/develop/guides-v2/digital-signatures-for-apis
 */
export function signatureHeaders(context: EbayContext, request: { readonly method: string; readonly path: string; readonly body: string | null }): Record<string, string> {
  const { store } = context;
  const { signingKeyJwe, signingPrivateKey } = store.credentials;
  if (signingKeyJwe === undefined || signingPrivateKey === undefined) return {};
  const address = new URL(store.baseUrl.replace(/\/+$/, '') + request.path);
  const digest = request.body === null ? null : `sha-256=:${createHash('sha256').update(request.body).digest('base64')}:`;
  const components: [string, string][] = [
    ...(digest === null ? [] : [['content-digest', digest] as [string, string]]),
    ['x-ebay-signature-key', signingKeyJwe],
    ['@method', request.method],
    ['@path', address.pathname],
    ['@authority', address.host],
  ];
  const parameters = `(${components.map(([name]) => `"${name}"`).join(' ')});created=${Math.floor(context.marketplaceNow().getTime() / 1000)}`;
  const base = [...components.map(([name, value]) => `"${name}": ${value}`), `"@signature-params": ${parameters}`].join('\n');
  return {
    'x-ebay-signature-key': signingKeyJwe,
    'x-ebay-enforce-signature': 'true',
    'signature-input': `sig1=${parameters}`,
    signature: `sig1=:${signWith(readKey(signingPrivateKey), base)}:`,
    ...(digest === null ? {} : { 'content-digest': digest }),
  };
}

function signWith(key: KeyObject, base: string): string {
  return sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', Buffer.from(base), key).toString('base64');
}

/** eBay hands the key out as bare base64 without the lines around it. */
function readKey(text: string): KeyObject {
  try {
    return text.includes('-----BEGIN') ? createPrivateKey(text) : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'NOT_SENT', message: 'the signing key of this eBay store cannot be read', issueCode: 'SIGNING_KEY_UNREADABLE' });
  }
}
