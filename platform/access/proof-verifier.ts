import { type Clock, systemClock } from '../clock.js';
import { PROOF_MAX_AGE_MS, PROOF_MAX_SKEW_MS, type ProofClaims, ProofError, verifyProof } from './proof.js';

export interface ProofVerifier {
  /** Throws ProofError; a proof is good for one use by this process. */
  verify(proof: string | undefined, body: string): ProofClaims;
}

const MEMORY_MS = PROOF_MAX_AGE_MS + PROOF_MAX_SKEW_MS;

/**
 * Verifies proofs and remembers the nonces of the last 35 seconds, in two generations of which the older is dropped whole. The
 * memory is this process's own: of several instances of one subgraph each would take a stolen proof once, within its 30 seconds.
 */
export function createProofVerifier({ secret, audience, clock = systemClock }: { secret: string; audience: string; clock?: Clock }): ProofVerifier {
  let current = new Set<string>();
  let previous = new Set<string>();
  let startedMs = clock.now().getTime();

  function rotate(nowMs: number): void {
    if (nowMs - startedMs < MEMORY_MS) return;
    previous = nowMs - startedMs < 2 * MEMORY_MS ? current : new Set();
    current = new Set();
    startedMs = nowMs;
  }

  return {
    verify(proof, body) {
      const now = clock.now();
      const { nonce, ...claims } = verifyProof({ secret, audience, proof, body, now });
      rotate(now.getTime());
      if (current.has(nonce) || previous.has(nonce)) throw new ProofError('PROOF_REPLAYED');
      current.add(nonce);
      return claims;
    },
  };
}
