import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { SCOPES } from '../../../platform/principal.js';
import type { LocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import type { Connector } from '../../sync/connector/contract.js';
import type { IntentLedger } from '../../sync/connector/intent-ledger.js';
import type { Store } from '../../sync/connector/store-access.js';
import { contextOver, httpTo } from '../connector/testing/contexts.js';
import { createOzon, createOzonConnector } from '../index.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';

const STORE = 'sto_1' as StoreId;
const MARK = '010460000000001521abcDEF123456';
const GTD = '10129000/051120/0012345';
const RNPT = '10129000/051120/0012345/001';
const UPDATE = '/v1/fbs/posting/product/exemplar/update';
/** Nothing here is done once and only once. */
const noIntents = {} as IntentLedger;

interface Unit {
  readonly exemplarId: string;
  readonly gtd: string | null;
  readonly rnpt: string | null;
  readonly markCount: number;
  readonly errors: readonly { readonly field: string; readonly codes: readonly string[] }[];
}
interface Units {
  readonly status: string;
  readonly units: readonly Unit[];
}
interface SetPayload {
  readonly status: { readonly status: string; readonly refused: readonly object[] } | null;
  readonly isSaved: boolean;
  readonly preview: readonly { readonly path: string }[] | null;
  readonly userErrors: readonly object[];
}

describe('the numbers that units of an Ozon posting carry', () => {
  let sandbox: RunningSandbox;
  let http: ReturnType<typeof httpTo>;
  let subgraph: LocalSubgraph;

  beforeAll(async () => {
    sandbox = await runSandbox();
    await sandbox.sell('PLAIN', 'MARKED', 'BATCHED', 'IMPORTED');
    await sandbox.control('PUT', '/products/MARKED', { duties: { mark: true } });
    await sandbox.control('PUT', '/products/BATCHED', { duties: { rnpt: true, gtd: true } });
    await sandbox.control('PUT', '/products/IMPORTED', { duties: { country: true } });
    http = httpTo(sandbox.url);
    const context = contextOver({ http });
    const openOwned = async () => ({ store: { _id: STORE, state: { kind: 'ACTIVE' } } as unknown as Store, connector: createOzonConnector() as unknown as Connector, context });
    subgraph = createSubgraph(createOzon({ openOwned }, noIntents).subgraph).local();
  });
  afterAll(async () => {
    await http.close();
    await sandbox.stop();
  });

  async function ask<T>(query: string, variables: object): Promise<T> {
    const { data, errors } = await subgraph.execute({ query, variables: variables as Record<string, unknown>, principal: { sellerId: 'sel_1' as SellerId, keyId: 'key_1', scopes: SCOPES }, correlationId: 'c' });
    expect(errors).toBeUndefined();
    return data as unknown as T;
  }
  const unitsOf = async (p: string): Promise<Units> => (await ask<{ ozonUnits: Units }>('query ($p: String!) { ozonUnits(storeId: "sto_1", postingNumber: $p) { status units { exemplarId needsGtd needsRnpt gtd rnpt markCount errors { field codes } } } }', { p })).ozonUnits;
  const set = async (postingNumber: string, units: readonly object[], more: object = {}): Promise<SetPayload> =>
    (await ask<{ ozonExemplarsSet: SetPayload }>('mutation ($input: OzonExemplarsSetInput!) { ozonExemplarsSet(input: $input) { status { status refused { exemplarId errors { field codes } } } isSaved preview userErrors { code field itemRef } } }', { input: { storeId: STORE, postingNumber, units, ...more } })).ozonExemplarsSet;
  const idsOf = async (postingNumber: string): Promise<string[]> => (await unitsOf(postingNumber)).units.map(({ exemplarId }) => exemplarId);
  const saves = async () => (await sandbox.control<{ requests: unknown[] }>('GET', `/requests?path=${UPDATE}&limit=1000`)).requests.length;
  const pack = async (postingNumber: string, sku: number, quantity: number): Promise<void> => {
    expect((await sandbox.post('/v4/posting/fbs/ship', { posting_number: postingNumber, packages: [{ products: [{ product_id: sku, quantity }] }] })).status).toBe(200);
  };

  it('are judged by Ozon unit by unit: a mark that another unit carries is refused of that unit alone', async () => {
    const first = await sandbox.order({ MARKED: 1 });
    await set(first.postingNumber, [{ exemplarId: (await idsOf(first.postingNumber))[0], marks: [{ mark: `${MARK}0` }] }]);
    await sandbox.advance(1_000);
    const { postingNumber } = await sandbox.order({ MARKED: 2 });
    const [good, bad] = await idsOf(postingNumber);
    await set(postingNumber, [{ exemplarId: good, marks: [{ mark: `${MARK}1` }] }, { exemplarId: bad, marks: [{ mark: `${MARK}0` }] }]);
    await sandbox.advance(1_000);
    expect(await unitsOf(postingNumber)).toMatchObject({ status: 'ship_not_available', units: [{ exemplarId: good, errors: [] }, { exemplarId: bad, errors: [{ field: 'mark 01046000…', codes: ['MARK_ALREADY_USED'] }] }] });
  });

  it.each<[string, (sku: number) => object, readonly number[]]>([
    ['of a mark', (product_id) => ({ product_id, valid: false, exemplars: [{ valid: true, errors: [], marks: [] }, { valid: false, errors: [], marks: [{ mark: MARK, valid: false, errors: [] }] }] }), [1]],
    ['of a unit', (product_id) => ({ product_id, valid: false, exemplars: [{ valid: false }, { valid: true }] }), [0]],
    ['of a product', (product_id) => ({ product_id: String(product_id), valid: false, error: 'PRODUCT_NOT_FOUND' }), [0, 1]],
  ])('are not handed in where Ozon says %s that it is wrong, and not of what', async (_name, told, wrong) => {
    const { postingNumber, products } = await sandbox.order({ MARKED: 2 });
    const ids = await idsOf(postingNumber);
    await sandbox.control('POST', '/faults', { kind: 'status', status: 200, body: { products: [told(products[0]!.sku)] }, match: { path: '/exemplar/validate' }, times: 1 });
    const { status, userErrors } = await set(postingNumber, ids.map((exemplarId, place) => ({ exemplarId, marks: [{ mark: `${MARK}${place + 5}` }] })));
    expect([status, userErrors]).toEqual([null, wrong.map((place) => ({ code: 'UNIT_DATA_MALFORMED', field: ['input', 'units', String(place)], itemRef: ids[place] }))]);
    expect((await unitsOf(postingNumber)).units.map(({ markCount }) => markCount)).toEqual([0, 0]);
  });

  it('are batch and customs numbers where a company buys, and each may be said not to exist', async () => {
    const placed = await sandbox.order({ BATCHED: 2 }, { isLegal: true });
    const { postingNumber } = placed;
    const before = await unitsOf(postingNumber);
    expect(before).toMatchObject({ status: 'ship_not_available', units: [{ needsGtd: true, needsRnpt: true }, { needsGtd: true, needsRnpt: true }] });
    const [numbered, none] = before.units.map(({ exemplarId }) => exemplarId);

    expect((await set(postingNumber, [{ exemplarId: numbered, gtd: GTD, rnpt: 'RNPT-1' }, { exemplarId: none, gtdAbsent: true, rnptAbsent: true }])).userErrors).toEqual([{ code: 'UNIT_DATA_MALFORMED', field: ['input', 'units', '0'], itemRef: numbered }]);
    await set(postingNumber, [{ exemplarId: numbered, gtd: GTD, rnpt: RNPT }, { exemplarId: none, gtdAbsent: true }]);
    await sandbox.advance(1_000);
    expect((await unitsOf(postingNumber)).status).toBe('ship_not_available');

    expect(await set(postingNumber, [{ exemplarId: none, gtdAbsent: true, rnptAbsent: true }])).toMatchObject({ isSaved: true, userErrors: [] });
    await sandbox.advance(1_000);
    expect(await unitsOf(postingNumber)).toMatchObject({ status: 'ship_available', units: [{ gtd: GTD, rnpt: RNPT, errors: [] }, { gtd: null, rnpt: null, errors: [] }] });
    await pack(postingNumber, placed.products[0]!.sku, 2);
  });

  it('follow from the country the goods were made in, chosen from those Ozon knows', async () => {
    const countries = async (search: string) => (await ask<{ ozonCountries: { name: string; code: string }[] }>('query ($s: String!) { ozonCountries(storeId: "sto_1", search: $s) { name code } }', { s: search })).ozonCountries;
    expect(await countries('турц')).toEqual([{ name: 'Турция', code: 'TR' }]);
    expect(await countries('Атлантида')).toEqual([]);
    expect((await countries('')).length).toBeGreaterThan(1);
    const { postingNumber, products } = await sandbox.order({ IMPORTED: 1 }, { isLegal: true });
    const country = async (countryCode: string) => (await ask<{ ozonCountrySet: object }>('mutation ($input: OzonCountrySetInput!) { ozonCountrySet(input: $input) { gtdNeeded userErrors { code } } }', { input: { storeId: STORE, postingNumber, sku: String(products[0]!.sku), countryCode } })).ozonCountrySet;
    expect([await country('XX'), await country('TR')]).toEqual([{ gtdNeeded: null, userErrors: [{ code: 'MARKETPLACE_REFUSED' }] }, { gtdNeeded: true, userErrors: [] }]);
    expect(await unitsOf(postingNumber)).toMatchObject({ units: [{ needsGtd: true }] });
  });

  describe('corrected after packing', () => {
    async function packed(lastDigit: string) {
      const { postingNumber, products } = await sandbox.order({ MARKED: 1 });
      const [exemplarId] = await idsOf(postingNumber);
      await set(postingNumber, [{ exemplarId, marks: [{ mark: `${MARK}${lastDigit}` }] }]);
      await sandbox.advance(1_000);
      await pack(postingNumber, products[0]!.sku, 1);
      return { postingNumber, unit: (mark: string) => [{ exemplarId, marks: [{ mark }] }] };
    }
    const keptMark = async (postingNumber: string) => (await sandbox.post<{ products: { exemplars: { marks: { mark: string }[] }[] }[] }>('/v6/fbs/posting/product/exemplar/create-or-get', { posting_number: postingNumber })).json.products[0]?.exemplars[0]?.marks[0]?.mark;

    it('are saved once they have passed the check, by the same call made again', async () => {
      const { postingNumber, unit } = await packed('2');
      const before = await saves();
      expect(await set(postingNumber, unit(`${MARK}3`))).toMatchObject({ status: { status: 'validation_in_process', refused: [] }, isSaved: false, userErrors: [] });
      expect([await keptMark(postingNumber), await saves()]).toEqual([`${MARK}2`, before]);
      await sandbox.advance(1_000);
      expect(await keptMark(postingNumber)).toBe(`${MARK}2`);
      expect(await set(postingNumber, unit(`${MARK}3`))).toMatchObject({ status: { status: 'ship_available', refused: [] }, isSaved: true, userErrors: [] });
      expect([await keptMark(postingNumber), await saves()]).toEqual([`${MARK}3`, before + 1]);
    });

    it('are saved within the one call where the check takes a moment only', async () => {
      const { postingNumber, unit } = await packed('4');
      await sandbox.control('PUT', '/settings', { batchDelayMs: 0 });
      expect(await set(postingNumber, unit(`${MARK}5`))).toMatchObject({ isSaved: true, userErrors: [] });
      expect(await keptMark(postingNumber)).toBe(`${MARK}5`);
      await sandbox.control('PUT', '/settings', { batchDelayMs: 300 });
    });

    it('leave the units as they were when Ozon refuses them, and say which and why', async () => {
      const [{ postingNumber, unit }, other] = [await packed('6'), await packed('7')];
      const before = await saves();
      await set(postingNumber, unit(`${MARK}7`));
      await sandbox.advance(1_000);
      expect(await set(postingNumber, unit(`${MARK}7`))).toMatchObject({ status: { status: 'ship_not_available', refused: [{ errors: [{ field: 'mark 01046000…', codes: ['MARK_ALREADY_USED'] }] }] }, isSaved: false, userErrors: [] });
      expect(await unitsOf(postingNumber)).toMatchObject({ units: [{ errors: [{ codes: ['MARK_ALREADY_USED'] }] }] });
      expect([await keptMark(postingNumber), await keptMark(other.postingNumber), await saves()]).toEqual([`${MARK}6`, `${MARK}7`, before]);
    });

    it('are shown by a dry run as the two calls they take', async () => {
      const { postingNumber, unit } = await packed('8');
      const { preview, isSaved } = await set(postingNumber, unit(`${MARK}9`), { dryRun: true });
      expect([preview?.map(({ path }) => path), isSaved]).toEqual([['/v6/fbs/posting/product/exemplar/set', UPDATE], false]);
      expect(await keptMark(postingNumber)).toBe(`${MARK}8`);
    });
  });
});
