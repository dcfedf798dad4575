import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { EbaySandbox } from '../ebay-sandbox.js';

interface StoredKey {
  readonly kid: string;
  readonly privatePem: string;
  readonly publicPem: string;
}

/** eBay's own key for notifications: EC P-256, the same over restarts; `rotate` puts another in its place, and old ones stay readable. */
export function openSigningKeys({ kit }: Pick<EbaySandbox, 'kit'>) {
  const keys = kit.state.store<StoredKey>('notificationKeys');
  const current = (): StoredKey => {
    const kid = kit.state.store<string>('notificationKeyInUse').get('kid');
    return (kid === undefined ? undefined : keys.get(kid)) ?? rotate();
  };
  const rotate = (): StoredKey => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const made = { kid: randomUUID(), privatePem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), publicPem: String(publicKey.export({ type: 'spki', format: 'pem' })) };
    keys.put(made.kid, made);
    kit.state.store<string>('notificationKeyInUse').put('kid', made.kid);
    return made;
  };
  return {
    rotate,
    /** The value of `x-ebay-signature` over exactly these bytes. */
    signatureOf(body: string): string {
      const { kid, privatePem } = current();
      const signature = sign('sha1', Buffer.from(body), createPrivateKey(privatePem)).toString('base64');
      return Buffer.from(JSON.stringify({ alg: 'ecdsa', kid, signature, digest: 'SHA1' })).toString('base64');
    },
    /** As eBay hands it out: PEM without its line breaks. */
    publicKeyOf(kid: string): string | null {
      return keys.get(kid)?.publicPem.replaceAll('\n', '') ?? null;
    },
  };
}

export type SigningKeys = ReturnType<typeof openSigningKeys>;
