import { describe, expect, it } from '@jest/globals';
import type { ListingToShow } from '../../catalog/operations/load-for-publish.js';
import { listingDraftOf } from './listing-draft.js';

const price = { saleMinor: 199, listMinor: 199, currency: 'EUR' };
const toShow = (product: object) =>
  ({
    listing: { remoteKey: 'K', mapping: { categoryId: '1' }, remoteIds: {}, price: { desired: { value: price } }, quantity: { desired: { value: 3 } }, content: { published: null } },
    variant: { sku: 'K-1', barcode: null, options: [] },
    product: { _id: 'pro_1', title: 'Kazak', descriptionHtml: '', images: [], ...product },
  }) as unknown as ListingToShow;

describe('what a marketplace is shown', () => {
  it('carries the product’s own text and language with every translation', () => {
    const translations = { RU: { title: 'Свитер', descriptionHtml: '' } };
    expect(listingDraftOf(toShow({ language: 'EN', translations }))).toMatchObject({ title: 'Kazak', language: 'EN', translations, price });
  });

  it('is Turkish without translations where the seller has said nothing of languages', () => {
    expect(listingDraftOf(toShow({}))).toMatchObject({ language: 'TR', translations: {} });
  });
});
