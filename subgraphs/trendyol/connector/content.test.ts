import { describe, expect, it } from '@jest/globals';
import type { ConnectorContext, ListingDraft } from '../../sync/connector/contract.js';
import type { TrendyolCredentials } from './client.js';
import { content } from './content.js';

const at = new Date('2026-11-23T09:00:00Z');

/** Trendyol's bodies are made of the drafts and the store; the category's attributes are known already. */
function contextOf({ required = [], desi }: { readonly required?: readonly string[]; readonly desi?: string } = {}): ConnectorContext<TrendyolCredentials> {
  const categoryAttributes = required.map((name, id) => ({ attribute: { id: String(id + 1), name }, required: true }));
  const cache = { get: async () => JSON.stringify({ categoryAttributes }), set: async () => undefined };
  return { cache, now: () => at, store: { baseUrl: 'http://127.0.0.1', credentials: desi === undefined ? {} : { desi } } } as unknown as ConnectorContext<TrendyolCredentials>;
}

function draftOf(over: Partial<ListingDraft> = {}, attributes: ListingDraft['mapping']['attributes'] = []): ListingDraft {
  return {
    remoteKey: 'B-1', groupKey: 'G', sku: 'S-1', barcode: 'B-1', title: 'Kazak', descriptionHtml: '<p>Yün</p>', language: 'TR', translations: {}, images: ['https://example.invalid/1.jpg'], options: [],
    price: { saleMinor: 19_990, listMinor: 19_990, currency: 'TRY' }, quantity: 1, remoteIds: {}, isUpdate: false,
    mapping: { categoryId: '411', brandId: '768', brandName: null, attributes, shipmentTemplate: null, vatRatePercent: 20 },
    ...over,
  };
}

interface Item {
  readonly barcode?: string;
  readonly title?: string;
  readonly dimensionalWeight?: number;
  readonly attributes?: unknown;
}

/** The items of each call, by the last part of its path. */
async function itemsSent(draft: ListingDraft, context = contextOf()): Promise<Record<string, Item | undefined>> {
  const calls = (await content.preview?.(context, { kind: 'PUBLISH', drafts: [draft] })) ?? [];
  return Object.fromEntries(calls.map(({ path, body }): [string, Item | undefined] => [path.split('/').at(-1) ?? '', (JSON.parse(body) as { items: Item[] }).items[0]]));
}

const attributesOf = async (attributes: ListingDraft['mapping']['attributes']) => (await itemsSent(draftOf({}, attributes)))['products']?.attributes;
const said = (attributeId: string, customValue: string) => ({ attributeId, valueId: null, customValue });

describe("a product's attributes on Trendyol", () => {
  const listed = (attributeId: string, valueId: string) => ({ attributeId, valueId, customValue: null });

  it('travel in the singular while each has one value', async () => {
    expect(await attributesOf([listed('47', '7001'), said('60', 'Zümrüt')])).toEqual([{ attributeId: 47, attributeValueId: 7001 }, { attributeId: 60, customAttributeValue: 'Zümrüt' }]);
  });

  it('travel in the plural where one is named once per value', async () => {
    expect(await attributesOf([listed('1192', '10617'), listed('47', '7001'), listed('1192', '10618')])).toEqual([{ attributeId: 1192, attributeValueIds: [10617, 10618] }, { attributeId: 47, attributeValueId: 7001 }]);
  });

  it('are all there before a new product is sent: it is told which are not', async () => {
    const context = contextOf({ required: ['Beden', 'Renk'] });
    const lacking = draftOf({}, [said('2', 'Mavi')]);
    const refusal = { remoteKey: 'B-1', issue: { code: 'ATTRIBUTE_MISSING', message: expect.stringContaining('Beden') } };
    expect(await content.foresee?.(context, [lacking])).toMatchObject([refusal]);
    expect(await content.publish(context, [lacking])).toMatchObject({ kind: 'SETTLED', results: [{ ...refusal, ok: false }] });
    expect(await itemsSent(lacking, context)).toEqual({});
    expect(await content.foresee?.(context, [draftOf({ isUpdate: true }), draftOf({}, [said('1', 'M'), said('2', 'Mavi')])])).toEqual([]);
  });
});

describe("a product's texts on Trendyol", () => {
  it('are the Turkish ones, where the seller has written them', async () => {
    const english = draftOf({ title: 'Jumper', language: 'EN', translations: { TR: { title: 'Kazak', descriptionHtml: '<p>Yün</p>' } } });
    expect((await itemsSent(english))['products']).toMatchObject({ title: 'Kazak', description: '<p>Yün</p>' });
    expect((await itemsSent({ ...english, translations: {} }))['products']).toMatchObject({ title: 'Jumper' });
  });
});

describe('the volumetric weight that decides what the cargo costs', () => {
  it('is the mapped one, else the store’s, and never sent as an attribute', async () => {
    expect((await itemsSent(draftOf({}, [said('desi', '3,5')]), contextOf({ desi: '2' })))['products']).toMatchObject({ dimensionalWeight: 3.5, attributes: [] });
    expect((await itemsSent(draftOf(), contextOf({ desi: '2' })))['products']?.dimensionalWeight).toBe(2);
  });

  it('stays as it is there when nobody has said it of a product that is on sale', async () => {
    const update = draftOf({ isUpdate: true, remoteIds: { contentId: '7' } });
    expect((await itemsSent(update))['variant-bulk-update']).toEqual({ barcode: 'B-1', stockCode: 'S-1', vatRate: 20 });
    expect((await itemsSent({ ...update, mapping: { ...update.mapping, attributes: [said('desi', '4')] } }))['variant-bulk-update']?.dimensionalWeight).toBe(4);
  });

  it('is refused when it is no number', () => {
    expect(content.check(draftOf({}, [said('desi', 'hafif')]), at)).toMatchObject({ code: 'DIMENSIONS_REFUSED' });
  });
});
