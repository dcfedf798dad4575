import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Keeps small secrets, such as store credentials, encrypted at rest. */
export interface SecretBox {
  /** Encrypts under the first key. `context` says whose secret it is (`store:sto_…`); the same is needed to open it. */
  seal(plain: string, context: string): string;
  /** Throws SecretBoxError when the key is unknown, the context differs or a byte was changed. */
  open(sealed: string, context: string): string;
}

/** Keys are 32 random bytes; ids are letters, digits, `-` and `_`. The first key seals, all of them open, so that keys can rotate. */
export interface SecretKey {
  readonly id: string;
  readonly key: Buffer;
}

export class SecretBoxError extends Error {
  override readonly name = 'SecretBoxError';
}

const VERSION = 's1';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM; the sealed form is `s1.<key id>.<base64url of nonce, tag and ciphertext>`. */
export function createSecretBox({ keys }: { readonly keys: readonly SecretKey[] }): SecretBox {
  const [sealing] = keys;
  if (!sealing) throw new SecretBoxError('at least one key is needed');
  const keyById = new Map(keys.map((entry) => [checkedId(entry), entry.key]));
  return {
    seal: (plain, context) => sealWith(sealing, plain, context),
    open(sealed, context) {
      const [version, keyId = '', body = ''] = sealed.split('.');
      const key = keyById.get(keyId);
      if (version !== VERSION || !key) throw new SecretBoxError(`sealed with an unknown key '${keyId}'`);
      return openWith({ id: keyId, key }, Buffer.from(body, 'base64url'), context);
    },
  };
}

function sealWith({ id, key }: SecretKey, plain: string, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(id, context));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `${VERSION}.${id}.${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
}

function openWith({ id, key }: SecretKey, sealed: Buffer, context: string): string {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SecretBoxError('the sealed secret is cut off');
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(id, context)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    throw new SecretBoxError('the sealed secret belongs to another context or was changed');
  }
}

function boundTo(keyId: string, context: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}.${context}`);
}

function checkedId({ id, key }: SecretKey): string {
  if (!/^[\w-]+$/.test(id)) throw new SecretBoxError(`'${id}' is not a key id`);
  if (key.length !== KEY_BYTES) throw new SecretBoxError(`key '${id}' has ${key.length} bytes instead of ${KEY_BYTES}`);
  return id;
}
