import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import type { ListingDraft } from '../../sync/connector/contract.js';
import { SELLER } from '../testing/running-sandbox.js';
import { mug } from '../testing/sample-drafts.js';
import { settled, useSandbox } from '../testing/use-sandbox.js';
import { send, type EbayContext } from './client.js';
import { content } from './content.js';
import { pushOffers } from './push-offers.js';

type Json = Readonly<Record<string, unknown>>;
interface Shown {
  readonly quantity: number;
  readonly record: Json & { readonly product: Json };
  readonly offers: readonly [{ readonly offerId: string; readonly isPublished: boolean; readonly availableQuantity: number | null; readonly record: Json & { readonly listingPolicies: Json } }];
}

const SKU = 'KUPA-MAVI-01';
const sandbox = useSandbox();

const shown = () => sandbox.control<Shown>('GET', `/listings?seller=${SELLER.username}&sku=${SKU}`);
const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => (await send(sandbox.context, { endpoint: path.includes('/account/') ? 'account' : 'inventory', operation: 'test', method, path, ...(body === undefined ? {} : { body }) })).json as Json;

const publish = (draft: ListingDraft, context: EbayContext = sandbox.context) => settled(content.publish(context, [draft]));

/** Somebody else's program changes the item and the offer, as programs do: it writes the whole record. */
async function changedElsewhere(change: { item?: (record: Json) => Json; offer?: (record: Json) => Json }): Promise<void> {
  const { offers } = await shown();
  const [itemPath, offerPath] = [`/sell/inventory/v1/inventory_item/${SKU}`, `/sell/inventory/v1/offer/${offers[0].offerId}`];
  if (change.item) await ask('PUT', itemPath, change.item((await shown()).record));
  if (change.offer) await ask('PUT', offerPath, change.offer(offers[0].record));
}

async function heavyGoodsPolicy(): Promise<string> {
  const made = await ask('POST', '/sell/account/v1/fulfillment_policy', { name: 'Sperrgut', marketplaceId: 'EBAY_DE', categoryTypes: [{ name: 'ALL_EXCLUDING_MOTORS_VEHICLES' }] });
  return String(made['fulfillmentPolicyId']);
}

const newPicture = { isUpdate: true, images: ['https://images.example.invalid/new.jpg'] };

describe('texts that change', () => {
  it('leave the goods in the condition, and under the number of their maker, that eBay has of them', async () => {
    await publish(mug());
    expect((await shown()).record).toMatchObject({ condition: 'NEW', product: { mpn: 'Does not apply' } });
    await changedElsewhere({ item: (record) => ({ ...record, condition: 'USED_EXCELLENT', product: { ...(record['product'] as Json), mpn: 'KM-01' } }) });
    await publish(mug(newPicture));
    expect((await shown()).record).toMatchObject({ condition: 'USED_EXCELLENT', product: { mpn: 'KM-01', imageUrls: newPicture.images } });
  });

  it('leave an offer on sale on its own terms, whichever the seller has chosen for new ones', async () => {
    const usual = await publish(mug()).then(async () => (await shown()).offers[0].record.listingPolicies['fulfillmentPolicyId']);
    const heavy = await heavyGoodsPolicy();
    expect(heavy).not.toBe(usual);
    await changedElsewhere({ offer: (record) => ({ ...record, listingPolicies: { ...(record['listingPolicies'] as Json), fulfillmentPolicyId: heavy, bestOfferTerms: { bestOfferEnabled: true } } }) });
    const context = sandbox.contextWith({ credentials: { fulfillmentPolicyId: String(usual) } });
    await publish(mug({ isUpdate: true, translations: { DE: { title: 'Neue Tasse', descriptionHtml: '<p>Neu.</p>' } } }), context);
    expect((await shown()).offers[0].record).toMatchObject({ listingDescription: '<p>Neu.</p>', listingPolicies: { fulfillmentPolicyId: heavy, bestOfferTerms: { bestOfferEnabled: true } } });
  });
});

describe('texts that change while another program changes the offer', () => {
  const newText = { isUpdate: true, images: newPicture.images, translations: { DE: { title: 'Neue Tasse', descriptionHtml: '<p>Neu.</p>' } } };
  const sells = () => changedElsewhere({ offer: (record) => ({ ...record, availableQuantity: 2 }) });
  const busy = { status: 500, headers: {}, payloadId: newId('payload'), body: Buffer.from(JSON.stringify({ errors: [{ errorId: 25025, category: 'APPLICATION', message: 'Concurrent access of the same inventory item is not allowed.' }] })) };

  it.each([
    ['while its item is written', 'items.save', undefined],
    ['in a call that is at work when its turn comes', 'offers.save', busy],
  ] as const)('leave it as it was changed: %s', async (_, operation, answer) => {
    await publish(mug());
    await changedElsewhere({ offer: (record) => ({ ...record, availableQuantity: 5 }) });
    const { http } = sandbox.context;
    let isChanged = false;
    const interrupted: typeof http.send = async (request) => {
      if (isChanged || request.operation !== operation) return http.send(request);
      isChanged = true;
      await sells();
      return answer ?? http.send(request);
    };
    expect(await publish(mug(newText), { ...sandbox.context, http: { ...http, send: interrupted } })).toMatchObject([{ ok: true }]);
    expect((await shown()).offers[0]).toMatchObject({ availableQuantity: 2, record: { listingDescription: '<p>Neu.</p>' } });
  });
});

describe('publishing what is not on sale', () => {
  it('mends terms that eBay has refused with those the seller has chosen since', async () => {
    expect(await publish(mug(), sandbox.contextWith({ credentials: { fulfillmentPolicyId: 'none-such' } }))).toMatchObject([{ ok: false, issue: { code: 'POLICY_REFUSED' } }]);
    const heavy = await heavyGoodsPolicy();
    expect(await publish(mug(), sandbox.contextWith({ credentials: { fulfillmentPolicyId: heavy } }))).toMatchObject([{ ok: true }]);
    expect((await shown()).offers[0].record.listingPolicies['fulfillmentPolicyId']).toBe(heavy);
  });

  it('names the stock anew where the offer was made without any, and keeps what others have put into its price', async () => {
    expect(await publish(mug({ quantity: 0 }))).toMatchObject([{ ok: false, issue: { code: 'OUT_OF_STOCK' } }]);
    await changedElsewhere({ offer: (record) => ({ ...record, availableQuantity: 0, pricingSummary: { ...(record['pricingSummary'] as Json), minimumAdvertisedPrice: { value: '15.00', currency: 'EUR' } } }) });
    expect(await publish(mug({ quantity: 5 }))).toMatchObject([{ ok: true }]);
    expect(await shown()).toMatchObject({ quantity: 5, offers: [{ isPublished: true, availableQuantity: 5, record: { pricingSummary: { price: { value: '19.90' }, minimumAdvertisedPrice: { value: '15.00' } } } }] });
  });

  it('knows afterwards that the offer counts its quantity itself', async () => {
    await publish(mug({ quantity: 0 }));
    await changedElsewhere({ offer: (record) => ({ ...record, availableQuantity: 1 }) });
    await publish(mug({ quantity: 5 }));
    await pushOffers(sandbox.context, [{ remoteKey: SKU, quantity: 9, known: { price: null, quantity: 5 } }]);
    expect(await shown()).toMatchObject({ quantity: 9, offers: [{ availableQuantity: 9 }] });
  });

  it('raises no stock that is on sale on another site', async () => {
    await sandbox.control('POST', '/products', { seller: SELLER.username, marketplaceId: 'EBAY_FR', items: [{ sku: SKU, quantity: 2 }] });
    await publish(mug({ quantity: 12 }));
    expect((await shown()).quantity).toBe(2);
  });
});
