import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LanguageSpoken } from '../../../platform/language.js';
import { SCOPES, type Scope } from '../../../platform/principal.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { OpenStore } from '../../sync/connector/store-access.js';
import { createHepsiburada, createHepsiburadaConnector } from '../index.js';
import { connectStore, type ConnectedStore } from '../sandbox/testing/connected-store.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';

/** Nothing here is done once and only once. */
const noIntents = {} as IntentLedger;

describe('the Hepsiburada subgraph', () => {
  let hepsiburada: RunningSandbox;
  let shop: ConnectedStore;
  let subgraph: ReturnType<ReturnType<typeof createSubgraph>['local']>;
  const connector = createHepsiburadaConnector();

  beforeAll(async () => {
    hepsiburada = await runSandbox();
    await hepsiburada.control('/products', { products: ['A', 'B', 'C', 'D'].map((name) => ({ merchantSku: `G-${name}`, price: 100, stock: 20 })) });
    shop = connectStore(hepsiburada.url);
    const open = { store: { name: 'Hepsiburada', marketplace: 'HEPSIBURADA', state: { kind: 'ACTIVE' } }, connector, context: shop.context } as unknown as OpenStore;
    subgraph = createSubgraph(createHepsiburada({ openOwned: async () => open }, noIntents).subgraph).local();
  });
  afterAll(async () => {
    await shop.close();
    await hepsiburada.stop();
  });

  async function ask(query: string, variables: Record<string, unknown>, scopes: readonly Scope[] = SCOPES, language: LanguageSpoken = 'en') {
    const { data, errors } = await subgraph.execute({ query, variables, language, principal: { sellerId: shop.context.store.sellerId, keyId: 'k', scopes }, correlationId: 'c' });
    return { data: data as Record<string, never>, errors };
  }
  const entity = async (representation: object, on: string, fields: string, language: LanguageSpoken = 'en') => {
    const { data, errors } = await ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${on} { hepsiburada { ${fields} } } } }`, { r: [{ __typename: on, id: 'x', marketplace: 'HEPSIBURADA', ...representation }] }, SCOPES, language);
    return { found: (data['_entities'] as unknown as { hepsiburada: Record<string, unknown> }[])[0]?.hepsiburada, errors };
  };
  const unlock = (skus: readonly string[], dryRun = false) =>
    ask('mutation ($input: HepsiburadaListingsUnlockInput!) { hepsiburadaListingsUnlock(input: $input) { unlocked preview userErrors { code itemRef field } } }', { input: { storeId: shop.context.store.storeId, skus, dryRun } });

  it('unlocks a listing once its price is back in the band, and says of one whose price is not', async () => {
    await hepsiburada.control('/listings/G-A', { lockReasons: ['OutOfPriceRange'], band: { min: 50, max: 150 } }, 'PUT');
    await hepsiburada.control('/listings/G-B', { lockReasons: ['OutOfPriceRange'], band: { min: 500, max: 900 } }, 'PUT');
    const dry = await unlock(['G-A', 'G-C'], true);
    expect(dry.data['hepsiburadaListingsUnlock']).toMatchObject({ unlocked: [], preview: { method: 'POST', path: expect.stringContaining('bulk-unlock'), body: { hbSkuList: [expect.stringMatching(/^HBCV/)] } }, userErrors: [] });
    const done = await unlock(['G-A', 'G-B', 'G-C', 'NOT-THERE']);
    expect(done.data['hepsiburadaListingsUnlock']).toEqual({
      unlocked: ['G-A'],
      preview: null,
      userErrors: [
        { code: 'LISTING_NOT_FOUND', itemRef: 'NOT-THERE', field: ['input', 'skus', '3'] },
        { code: 'PRICE_OUTSIDE_BAND', itemRef: 'G-B', field: ['input', 'skus', '1'] },
      ],
    });
    expect((await unlock(['G-A'])).data['hepsiburadaListingsUnlock']).toMatchObject({ unlocked: [], userErrors: [] });
  });

  it('shows what only Hepsiburada has of a listing, with its place among rivals', async () => {
    const { remoteIds } = (await connector.offers.read(shop.context, ['G-C']))[0]!;
    const { found, errors } = await entity({ remoteKey: 'G-C', remoteIds: Object.entries(remoteIds).map(([name, value]) => ({ name, value })), store: { id: shop.context.store.storeId } }, 'Listing', 'merchantSku hbSku locked lockReasons fulfilledByHepsiburada productState buybox { rank hasRivals price { amount currency } }');
    expect(errors).toBeUndefined();
    expect(found).toEqual({ merchantSku: 'G-C', hbSku: expect.stringMatching(/^HBCV/), locked: false, lockReasons: [], fulfilledByHepsiburada: false, productState: 'MATCHED', buybox: { rank: 1, hasRivals: false, price: { amount: '100.00', currency: 'TRY' } } });
  });

  it.each([
    ['WAITING', false, 'will look at it'],
    ['IN_EXTERNAL_PROGRESS', false, 'content team'],
    ['PRE_MATCHED', true, 'hepsiburadaMatchDecide'],
    ['MISSING_INFO', true, 'publish again'],
    ['REJECTED', true, 'Correct what'],
    ['BLOCKED', true, 'ticket in the merchant panel'],
    ['MATCHED', false, 'ready for sale'],
  ])('shows a listing whose product is %s as such, and who has to do what next', async (status, isSellersMove, words) => {
    await hepsiburada.control('/products/G-D', { status }, 'PUT');
    const { found, errors } = await entity({ remoteKey: 'G-D', remoteIds: [], store: { id: shop.context.store.storeId } }, 'Listing', 'productState productNextStep isSellersMove');
    expect(errors).toBeUndefined();
    expect(found).toEqual({ productState: status, productNextStep: expect.stringContaining(words), isSellersMove });
  });

  it.each<[LanguageSpoken, string, string]>([
    ['tr', 'istediği bilgileri ekleyip yeniden yayınlayın', '90.00 ile 900.00 TRY aralığında bir fiyat girin (priceSet)'],
    ['ru', 'Добавьте то, что просит Hepsiburada', 'Задайте цену от 90.00 до 900.00 TRY (priceSet)'],
  ])('says what to do next in the language that was asked for: %s', async (language, nextStep, unlockStep) => {
    await hepsiburada.control('/products/G-D', { status: 'MISSING_INFO' }, 'PUT');
    await hepsiburada.control('/listings/G-D', { lockReasons: ['OutOfPriceRange'] }, 'PUT');
    const remoteIds = Object.entries({ locked: 'true', priceBandMin: '9000', priceBandMax: '90000' }).map(([name, value]) => ({ name, value }));
    const { found, errors } = await entity({ remoteKey: 'G-D', remoteIds, store: { id: shop.context.store.storeId } }, 'Listing', 'productNextStep unlockStep', language);
    expect(errors).toBeUndefined();
    expect(found).toEqual({ productNextStep: expect.stringContaining(nextStep), unlockStep: expect.stringContaining(unlockStep) });
    const { found: store } = await entity({}, 'Store', 'products(state: MISSING_INFO) { nodes { nextStep } }', language);
    expect(store?.['products']).toEqual({ nodes: [{ nextStep: expect.stringContaining(nextStep) }] });
    await hepsiburada.control('/listings/G-D', { lockReasons: [] }, 'PUT');
  });

  it('asks for the states of many listings at once, and says nothing of a product the catalogue does not know', async () => {
    const calls = async () => (await hepsiburada.control<{ requests: unknown[] }>('/requests?path=check-product-status&limit=1000')).requests.length;
    const before = await calls();
    const r = ['G-A', 'G-C', 'NO-SUCH'].map((remoteKey) => ({ __typename: 'Listing', id: remoteKey, marketplace: 'HEPSIBURADA', remoteKey, remoteIds: [], store: { id: shop.context.store.storeId } }));
    const { data, errors } = await ask('query ($r: [_Any!]!) { _entities(representations: $r) { ... on Listing { hepsiburada { productState isSellersMove } } } }', { r });
    expect(errors).toBeUndefined();
    expect(data['_entities']).toEqual([{ hepsiburada: { productState: 'MATCHED', isSellersMove: false } }, { hepsiburada: { productState: 'MATCHED', isSellersMove: false } }, { hepsiburada: { productState: null, isSellersMove: null } }]);
    expect(await calls()).toBe(before + 1);
  });

  it('shows an order with its boxes, whose labels can be printed', async () => {
    const { orderNumber } = await hepsiburada.control<{ orderNumber: string }>('/orders', { lines: [{ merchantSku: 'G-C' }] });
    await hepsiburada.control(`/orders/${orderNumber}/pack`, {});
    const order = (await connector.orders.byNumber(shop.context, orderNumber))!;
    const { found, errors } = await entity({ remoteDetails: order.extra }, 'Order', 'paymentStatus isJetDelivery commissions { commissionRatePercent } packages { packageNumber barcode cargoCompany estimatedArrivalAt }');
    expect(errors).toBeUndefined();
    expect(found).toEqual({ paymentStatus: 'Completed', isJetDelivery: false, commissions: [{ commissionRatePercent: 21 }], packages: [{ packageNumber: order.packages[0]!.remotePackageId, barcode: expect.any(String), cargoCompany: 'Hepsijet', estimatedArrivalAt: expect.any(String) }] });
    const label = await entity({}, 'Store', `label(packageNumber: "${order.packages[0]!.remotePackageId}") { format data }`);
    expect(label.found?.['label']).toEqual({ format: 'base64zpl', data: [expect.stringMatching(/^[\w+/=]+$/)] });
  });

  it('lists products by their state, with what has to happen next, and takes the seller\'s word on a match', async () => {
    await hepsiburada.control('/products/G-B', { status: 'PRE_MATCHED' }, 'PUT');
    const { found } = await entity({}, 'Store', 'products(state: PRE_MATCHED) { nodes { merchantSku state isSellersMove nextStep } next }');
    expect(found?.['products']).toEqual({ nodes: [{ merchantSku: 'G-B', state: 'PRE_MATCHED', isSellersMove: true, nextStep: expect.stringContaining('hepsiburadaMatchDecide') }], next: null });
    const decide = () => ask('mutation ($input: HepsiburadaMatchDecideInput!) { hepsiburadaMatchDecide(input: $input) { decided userErrors { code itemRef } } }', { input: { storeId: shop.context.store.storeId, skus: ['G-B', 'G-C'], decision: 'APPROVE' } });
    expect((await decide()).data['hepsiburadaMatchDecide']).toEqual({ decided: ['G-B'], userErrors: [{ code: 'NO_MATCH_PROPOSED', itemRef: 'G-C' }] });
    expect((await decide()).data['hepsiburadaMatchDecide']).toMatchObject({ decided: [] });
  });

  it('changes the carrier of a line before it is packed, and of its box until it has left', async () => {
    const { orderNumber, items } = await hepsiburada.control<{ orderNumber: string; items: { id: string }[] }>('/orders', { lines: [{ merchantSku: 'G-C' }] });
    const change = async (input: object): Promise<unknown> => (await ask('mutation ($input: HepsiburadaCarrierChangeInput!) { hepsiburadaCarrierChange(input: $input) { isChanged preview userErrors { code message } } }', { input: { storeId: shop.context.store.storeId, ...input } })).data['hepsiburadaCarrierChange'];
    const carrier = async () => (await connector.orders.byNumber(shop.context, orderNumber))!.packages.find(({ lines }) => lines.length > 0)!;
    const lineId = items[0]!.id;
    expect((await entity({}, 'Store', `carriers(lineId: "${lineId}") { shortName name }`)).found?.['carriers']).toContainEqual({ shortName: 'AR', name: 'Aras Kargo' });
    expect(await change({ lineId, carrier: 'AR', dryRun: true })).toMatchObject({ isChanged: false, preview: { method: 'PUT', body: { CargoCompanyShortName: 'AR' } } });
    expect((await carrier()).carrier).toBe('Hepsijet');
    expect([await change({ lineId, carrier: 'AR' }), await change({ lineId, carrier: 'AR' })]).toMatchObject([{ isChanged: true, userErrors: [] }, { isChanged: true, userErrors: [] }]);
    expect((await carrier()).carrier).toBe('Aras Kargo');
    await hepsiburada.control(`/orders/${orderNumber}/pack`, {});
    const packageNumber = (await carrier()).remotePackageId;
    expect((await entity({}, 'Store', `carriers(packageNumber: "${packageNumber}") { shortName }`)).found?.['carriers']).toHaveLength(3);
    expect(await change({ packageNumber, carrier: 'YK' })).toMatchObject({ isChanged: true });
    expect((await carrier()).carrier).toBe('Yurtiçi Kargo');
    await hepsiburada.control(`/orders/${orderNumber}/ship`, {});
    expect(await change({ packageNumber, carrier: 'HX' })).toMatchObject({ isChanged: false, userErrors: [{ code: 'MARKETPLACE_REFUSED', message: expect.stringContaining('cannot be changed') }] });
    expect(await change({ packageNumber, lineId, carrier: 'HX' })).toMatchObject({ isChanged: false, userErrors: [{ code: 'LINE_NOT_FOUND' }] });
    expect((await entity({}, 'Store', 'carriers { name }')).found?.['carriers']).toBeNull();
  });

  it('answers a claim once', async () => {
    const { orderNumber, items } = await hepsiburada.control<{ orderNumber: string; items: { id: string }[] }>('/orders', { lines: [{ merchantSku: 'G-C' }] });
    for (const act of ['pack', 'ship', 'deliver']) await hepsiburada.control(`/orders/${orderNumber}/${act}`, {});
    const { number } = await hepsiburada.control<{ number: string }>('/claims', { lineItemId: items[0]!.id });
    const answer = (input: object) => ask('mutation ($input: HepsiburadaClaimAnswerInput!) { hepsiburadaClaimAnswer(input: $input) { isAnswered preview userErrors { code } } }', { input: { storeId: shop.context.store.storeId, claimNumber: number, ...input } });
    expect((await answer({ answer: 'REJECT' })).data['hepsiburadaClaimAnswer']).toMatchObject({ isAnswered: false, userErrors: [{ code: 'REASON_MISSING' }] });
    expect((await answer({ answer: 'ACCEPT', dryRun: true })).data['hepsiburadaClaimAnswer']).toMatchObject({ isAnswered: false, preview: { path: `/claims/number/${number}/accept` }, userErrors: [] });
    expect((await answer({ answer: 'ACCEPT' })).data['hepsiburadaClaimAnswer']).toEqual({ isAnswered: true, preview: null, userErrors: [] });
    expect((await answer({ answer: 'ACCEPT' })).data['hepsiburadaClaimAnswer']).toEqual({ isAnswered: true, preview: null, userErrors: [] });
  });

  it('is closed to keys without the scope, and nothing of Hepsiburada elsewhere', async () => {
    const { errors } = await ask('mutation ($input: HepsiburadaListingsUnlockInput!) { hepsiburadaListingsUnlock(input: $input) { unlocked } }', { input: { storeId: shop.context.store.storeId, skus: ['G-A'] } }, ['catalog:read']);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', scope: 'catalog:write' });
    expect((await entity({ marketplace: 'N11', remoteDetails: {} }, 'Order', 'paymentStatus')).found).toBeNull();
  });
});
