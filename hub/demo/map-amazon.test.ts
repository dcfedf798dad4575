import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAmazonConnector } from '../../subgraphs/amazon/index.js';
import { openShop, type Shop } from '../../subgraphs/amazon/connector/testing/shop.js';
import type { ListingDraft } from '../../subgraphs/sync/connector/contract.js';
import { generateProducts } from './generate-products.js';
import { createContentMapper } from './map-content.js';

const { catalogue, content } = createAmazonConnector();

describe("the demo's goods on Amazon", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.stop());

  it('are mapped to all that Amazon wants of them, sizes in their several fields among it', async () => {
    const mapper = createContentMapper(catalogue!, shop.context);
    const products = generateProducts({ seed: 20261122, products: 120, variantsAtLeast: 0 });
    const oneOfEach = [...new Map(products.map((product) => [product.kind, product])).values()];
    const drafts: ListingDraft[] = [];
    for (const product of oneOfEach) {
      const [variant] = product.variants;
      const mapping = variant && (await mapper.map(product, variant));
      if (mapping) drafts.push({ remoteKey: `DEMO-${drafts.length}`, groupKey: 'prd_demo', sku: `DEMO-${drafts.length}`, barcode: '8690000000123', title: product.kind, descriptionHtml: product.kind, language: 'TR', translations: {}, images: ['https://cdn.example.invalid/1.jpg'], options: [], price: { saleMinor: 1_000, listMinor: 1_000, currency: 'TRY' }, quantity: 1, mapping, remoteIds: {}, isUpdate: false });
    }
    const sized = drafts.flatMap(({ mapping }) => mapping.attributes.filter(({ attributeId }) => attributeId.endsWith('_size.size')));
    expect([drafts.length > 5, sized.length > 3, sized.every(({ valueId }) => valueId !== null)]).toEqual([true, true, true]);
    expect(await content!.foresee!(shop.context, drafts)).toEqual([]);
  });
});
