import { describe, expect, it } from '@jest/globals';
import type { SellerId } from '../ids.js';
import type { Principal } from '../principal.js';
import { PROOF_HEADER, signProof, verifyProof } from './proof.js';
import { createProofVerifier } from './proof-verifier.js';

const secret = 'a secret of the test, 32 characters';
const principal: Principal = { sellerId: 'sel_1' as SellerId, keyId: 'key_1', scopes: ['catalog:read'] };
const at = new Date('2026-11-22T10:00:00.000Z');
const signed = (o: Partial<Parameters<typeof signProof>[0]> = {}) =>
  signProof({ secret, audience: 'catalog', principal, correlationId: 'c-1', body: '{"query":"{a}"}', at, ...o })[PROOF_HEADER];
const verified = (o: Partial<Parameters<typeof verifyProof>[0]> = {}) =>
  verifyProof({ secret, audience: 'catalog', proof: signed(), body: '{"query":"{a}"}', now: at, ...o });

describe('the proof of the gateway', () => {
  it('tells the principal and the correlation id', () => {
    expect(verified()).toMatchObject({ principal, correlationId: 'c-1' });
  });

  it.each([
    ['another body', { body: '{"query":"{b}"}' }],
    ['another secret', { secret: 'another secret of the test, longer' }],
    ['another subgraph', { audience: 'orders' }],
    ['a cut signature', { proof: signed().slice(0, -2) }],
    ['a changed claim', { proof: `${Buffer.from('{"principal":{"sellerId":"sel_2"}}').toString('base64url')}.${signed().split('.')[1] ?? ''}` }],
    ['noise', { proof: 'noise' }],
  ])('refuses %s as PROOF_FORGED', (_what, change) => {
    expect(() => verified(change)).toThrow(expect.objectContaining({ code: 'PROOF_FORGED' }));
  });

  it('refuses a missing proof as PROOF_MISSING', () => {
    expect(() => verified({ proof: undefined })).toThrow(expect.objectContaining({ code: 'PROOF_MISSING' }));
  });

  it('holds for 30 seconds and not a millisecond longer', () => {
    expect(verified({ now: new Date(at.getTime() + 30_000) })).toMatchObject({ principal });
    expect(() => verified({ now: new Date(at.getTime() + 30_001) })).toThrow(expect.objectContaining({ code: 'PROOF_EXPIRED' }));
  });

  it('refuses a proof from more than five seconds ahead as PROOF_EXPIRED', () => {
    expect(() => verified({ now: new Date(at.getTime() - 5_001) })).toThrow(expect.objectContaining({ code: 'PROOF_EXPIRED' }));
  });
});

describe('a verifier of proofs', () => {
  it.each([0, 1, 20_000, 30_000])('refuses the second use of a proof after %i ms as PROOF_REPLAYED', (laterMs) => {
    let nowMs = at.getTime();
    const verifier = createProofVerifier({ secret, audience: 'catalog', clock: { now: () => new Date(nowMs) } });
    const proof = signed();
    verifier.verify(proof, '{"query":"{a}"}');
    nowMs += laterMs;
    verifier.verify(signed({ at: new Date(nowMs) }), '{"query":"{a}"}');
    expect(() => verifier.verify(proof, '{"query":"{a}"}')).toThrow(expect.objectContaining({ code: 'PROOF_REPLAYED' }));
  });

  it('remembers a proof across the turn of its memory', () => {
    let nowMs = at.getTime();
    const verifier = createProofVerifier({ secret, audience: 'catalog', clock: { now: () => new Date(nowMs) } });
    nowMs += 34_000;
    const proof = signed({ at: new Date(nowMs) });
    verifier.verify(proof, '{"query":"{a}"}');
    nowMs += 29_000;
    verifier.verify(signed({ at: new Date(nowMs) }), '{"query":"{a}"}');
    expect(() => verifier.verify(proof, '{"query":"{a}"}')).toThrow(expect.objectContaining({ code: 'PROOF_REPLAYED' }));
  });
});
