import type { FieldSync } from '../../catalog/domain/listing.js';

/** A field whose value is on the marketplace, as its receipt said. */
export function applied<V>(value: V, at: Date): FieldSync<V> {
  return {
    desired: { value, revision: 1, setAt: at, operationId: null },
    published: { value, revision: 1, at, evidence: 'RECEIPT' },
    state: 'APPLIED',
    attemptId: null,
    sent: null,
    receipt: null,
    queuedAt: at,
    notBefore: null,
    sentAt: at,
    acceptedAt: at,
    appliedAt: at,
    verifiedAt: null,
    issue: null,
    sends: 1,
  };
}
