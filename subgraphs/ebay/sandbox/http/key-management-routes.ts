import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { asJson } from '../json.js';
import type { Json, SigningKey } from '../market.js';
import { accountError, refusal } from '../wire-errors.js';
import { callerOf } from './authenticate.js';

const ROOT = '/developer/key_management/v1/signing_key';

/** Key Management: keys to sign calls with, ED25519 or RSA; (sandbox choice) the JWE is an opaque name of the key, since only eBay reads it. */
export function installKeyManagementRoutes(sandbox: EbaySandbox): void {
  const { kit, market } = sandbox;
  const keysOf = (request: FastifyRequest): SigningKey[] => {
    const { clientId } = callerOf(sandbox, request, 'account');
    return [...market.signingKeys.range()].map(({ value }) => value).filter((key) => key.clientId === clientId);
  };

  kit.app.post(ROOT, (request, reply) => {
    const { clientId } = callerOf(sandbox, request, 'account');
    const cipher = asJson(request.body)['signingKeyCipher'] === 'RSA' ? 'RSA' : 'ED25519';
    const { publicKey, privateKey } = cipher === 'RSA' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
    const signingKeyId = randomUUID();
    const key: SigningKey = { signingKeyId, clientId, cipher, jwe: `eyJ6aXAiOiJERUYifQ.${signingKeyId}`, publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })) };
    sandbox.during(request, () => market.signingKeys.put(key.jwe, key));
    // The private half is shown this once.
    return reply.code(201).send({ ...keyView(key), privateKey: bare(String(privateKey.export({ type: 'pkcs8', format: 'pem' }))) });
  });
  kit.app.get(ROOT, (request) => ({ signingKeys: keysOf(request).map(keyView) }));
  kit.app.get<{ Params: { id: string } }>(`${ROOT}/:id`, (request) => {
    const found = keysOf(request).find(({ signingKeyId }) => signingKeyId === request.params.id);
    if (!found) throw refusal(404, accountError(20_404, 'There is no such signing key.'));
    return keyView(found);
  });
}

function keyView({ signingKeyId, jwe, cipher = 'ED25519', publicKey }: SigningKey): Json {
  return { signingKeyId, signingKeyCipher: cipher, jwe, publicKey: bare(publicKey) };
}

function bare(pem: string): string {
  return pem.replaceAll(/-----[^-]+-----|\s/g, '');
}
