import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { LanguageSpoken } from '../language.js';
import type { Principal } from '../principal.js';

/**
 * The gateway's proof: what a subgraph trusts instead of a key. An HMAC-SHA256 over the request body and over who is
 * calling, which subgraph is meant, when, and a nonce. HTTP requests carry it as a header, WebSocket connections in
 * the payload of `connection_init` (there the body is empty).
 */
export const PROOF_HEADER = 'x-hub-proof';
export const PROOF_MAX_AGE_MS = 30_000;
/** How far the gateway's clock may run ahead of the subgraph's. */
export const PROOF_MAX_SKEW_MS = 5_000;

export type ProofHeaders = Record<typeof PROOF_HEADER, string>;

export interface ProofClaims {
  readonly principal: Principal;
  readonly correlationId: string;
  /** In which language the caller wants to be told things; English when absent. */
  readonly language?: LanguageSpoken | undefined;
}

export type ProofRefusal = 'PROOF_MISSING' | 'PROOF_FORGED' | 'PROOF_EXPIRED' | 'PROOF_REPLAYED';

/** Why a proof was refused; the message says no more than the code does, so it may be answered to the caller. */
export class ProofError extends Error {
  override readonly name = 'ProofError';
  readonly code: ProofRefusal;
  readonly statusCode = 401;

  constructor(code: ProofRefusal) {
    super(`The request does not carry a valid proof of the gateway (${code}).`);
    this.code = code;
  }
}

export interface ProofToSign extends ProofClaims {
  secret: string;
  /** Name of the subgraph the request goes to. */
  audience: string;
  /** The exact request body; empty for a WebSocket connection. */
  body: string;
  at: Date;
}

interface SealedClaims extends ProofClaims {
  audience: string;
  atMs: number;
  nonce: string;
}

export function signProof({ secret, audience, principal, correlationId, language, body, at }: ProofToSign): ProofHeaders {
  const claims: SealedClaims = { audience, principal, correlationId, language, atMs: at.getTime(), nonce: nextNonce() };
  const sealed = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return { [PROOF_HEADER]: `${sealed}.${mac(secret, sealed, body).toString('base64url')}` };
}

/** Unique over all processes: this one's random name and a number. */
const PROCESS_NAME = randomBytes(12).toString('base64url');
let nonces = 0;

function nextNonce(): string {
  nonces += 1;
  return `${PROCESS_NAME}${nonces.toString(36)}`;
}

export interface ProofToVerify {
  secret: string;
  audience: string;
  /** Value of the header or of the connection payload's field. */
  proof: string | undefined;
  body: string;
  now: Date;
}

/** Checks origin, age and audience; throws ProofError. Does not know what was seen before: see {@link createProofVerifier}. */
export function verifyProof({ secret, audience, proof, body, now }: ProofToVerify): ProofClaims & { nonce: string } {
  if (!proof) throw new ProofError('PROOF_MISSING');
  const [sealed = '', signature = ''] = proof.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = mac(secret, sealed, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new ProofError('PROOF_FORGED');
  const claims = JSON.parse(Buffer.from(sealed, 'base64url').toString()) as SealedClaims;
  if (claims.audience !== audience) throw new ProofError('PROOF_FORGED');
  const ageMs = now.getTime() - claims.atMs;
  if (ageMs > PROOF_MAX_AGE_MS || ageMs < -PROOF_MAX_SKEW_MS) throw new ProofError('PROOF_EXPIRED');
  return { principal: claims.principal, correlationId: claims.correlationId, language: claims.language, nonce: claims.nonce };
}

function mac(secret: string, sealed: string, body: string): Buffer {
  return createHmac('sha256', secret).update(sealed).update('\n').update(body).digest();
}
