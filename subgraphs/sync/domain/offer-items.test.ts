import { describe, expect, it } from '@jest/globals';
import type { AttemptId, ListingId } from '../../../platform/ids.js';
import type { FieldSync, Listing } from '../../catalog/domain/listing.js';
import { offerChangeOf } from './offer-items.js';

const at = new Date('2026-11-23T00:00:00Z');

function field<V>(published: V, isOnItsWay: boolean): Pick<FieldSync<V>, 'published' | 'sent' | 'attemptId'> {
  const sent = { value: published, revision: 2, phase: 'SENT', soldSince: 0 } as unknown as FieldSync<V>['sent'];
  return { published: { value: published, revision: 1, at, evidence: 'READ_BACK' }, attemptId: isOnItsWay ? ('att_1' as AttemptId) : null, sent: isOnItsWay ? sent : null };
}

function changeOf(isPriceOnItsWay: boolean) {
  const listing = { price: field({ saleMinor: 10_014, listMinor: 10_014, currency: 'TRY' }, isPriceOnItsWay), quantity: field(3, false) } as unknown as Listing;
  return offerChangeOf({ listingId: 'listing_1' as ListingId, remoteKey: 'KUPA', quantity: { value: 0, revision: 5, operationId: null, setAt: at } }, listing);
}

describe('what a listing is known to have', () => {
  it('is what was last seen there', () => {
    expect(changeOf(false)).toMatchObject({ quantity: 0, known: { price: { saleMinor: 10_014 }, quantity: 3 } });
  });

  it('is nothing while another value is on its way, so that nobody brings an older price back', () => {
    expect(changeOf(true).known).toEqual({ price: null, quantity: 3 });
  });
});
