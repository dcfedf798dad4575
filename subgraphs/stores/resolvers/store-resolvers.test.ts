import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog } from '../../../platform/events/event-log.js';
import { connectMongo, type Mongo } from '../../../platform/mongo/client.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import { newId, type SellerId } from '../../../platform/ids.js';
import { SCOPES, type Scope } from '../../../platform/principal.js';
import { createSecretBox } from '../../../platform/secrets/secret-box.js';
import type { LocalSubgraph } from '../../../platform/subgraph/local-subgraph.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { createLogger } from '../../../platform/telemetry/logger.js';
import type { AccountCheck, AccountSite, AccountVerdict } from '../domain/account-check.js';
import { createStores, type Stores } from '../index.js';

let mongo: Mongo;
let stores: Stores;
let subgraph: LocalSubgraph;
let verdict: AccountVerdict;
let asked: () => Promise<void>;
let sellerId: SellerId;
let now = new Date('2026-11-22T12:00:00Z');
const followed: string[] = [];

const neverAsked: EventLog = {
  append: () => Promise.reject(new Error('this suite has no event log')),
  subscribe: () => {
    throw new Error('this suite has no event log');
  },
};

/** Stands for the connectors, which stores knows nothing of. */
const accountCheck: AccountCheck = { check: ({ credentials }) => asked().then(() => (verdict.kind === 'GOOD' ? { ...verdict, credentials } : verdict)), siteOf: ({ credentials }) => siteIn(credentials as { site?: string; onlySite?: string }) };
const siteIn = ({ site, onlySite }: { site?: string; onlySite?: string }): AccountSite | null => (site !== undefined ? { name: site, fixedBy: null } : onlySite !== undefined ? { name: onlySite, fixedBy: 'onlySite' } : null);


beforeAll(async () => {
  mongo = await connectMongo({ url: process.env['TEST_MONGODB_URL'] ?? '', database: `stores_${newId('event')}` });
  const secretBox = createSecretBox({ keys: [{ id: 'test', key: Buffer.alloc(32, 7) }] });
  const logger = createLogger({ level: 'silent', name: 'test' });
  stores = createStores({ db: mongo.db, secretBox, clock: { now: () => now }, logger, accountCheck, events: neverAsked, announce: () => undefined, policyChanged: (id) => void followed.push(id) });
  await ensureIndexes(mongo.db, stores.indexes);
  subgraph = createSubgraph(stores.subgraph).local();
});
beforeEach(() => {
  sellerId = newId('seller');
  asked = () => Promise.resolve();
  verdict = { kind: 'GOOD', baseUrl: 'https://api.example.test', credentials: { apiKey: 'very-secret' } };
});
afterAll(async () => {
  await mongo.db.dropDatabase();
  await mongo.close();
});

const ask = (query: string, variables: Record<string, unknown> = {}, o: { as?: SellerId; scopes?: readonly Scope[] } = {}) =>
  subgraph.execute({ query, variables, principal: { sellerId: o.as ?? sellerId, keyId: 'k', scopes: o.scopes ?? SCOPES }, correlationId: 'c-1' });
const CONNECT = 'mutation ($input: StoreConnectInput!) { storeConnect(input: $input) { store { id name state currency stockPolicy { buffer cap percentage } webhook { state } } userErrors { code field message retryable } } }';
/** The marketplace answers nobody until so many calls of the seller's have reached it. */
const noAnswerBefore = (count: number): void => {
  let calls = 0;
  let go = (): void => undefined;
  const enough = new Promise<void>((resolve) => (go = resolve));
  asked = () => {
    calls += 1;
    if (calls === count) go();
    return enough;
  };
};
const account = (part: object = {}) => ({ input: { marketplace: 'TRENDYOL', name: 'Mağaza', remoteSellerId: newId('event'), credentials: { apiKey: 'very-secret' }, ...part } });

interface Connected {
  storeConnect: { store: { id: string; name: string } | null; userErrors: { code: string; field: string[] }[] };
}
const connect = async (part: object = {}, as?: SellerId) => (await ask(CONNECT, account(part), as ? { as } : {})).data as unknown as Connected;

describe('connecting a store', () => {
  it('keeps the credentials sealed and opens them only for work', async () => {
    const { storeConnect } = await connect({ stockPolicy: { buffer: 2, cap: 50 } });
    expect(storeConnect).toMatchObject({ userErrors: [], store: { state: 'ACTIVE', currency: 'TRY', stockPolicy: { buffer: 2, cap: 50, percentage: 100 }, webhook: { state: 'NONE' } } });
    const [stored] = await mongo.db.collection('stores').find({ sellerId }).toArray();
    expect(JSON.stringify(stored)).not.toContain('very-secret');
    const [store] = await stores.findStores([storeConnect.store!.id as never]);
    expect(stores.openCredentials(store!)).toEqual({ apiKey: 'very-secret' });
  });

  it('sells in another currency from then on when connected again with one, and keeps its own without', async () => {
    const remoteSellerId = newId('event');
    const first = await connect({ remoteSellerId, currency: 'RUB' });
    expect((await connect({ remoteSellerId })).storeConnect.store).toMatchObject({ currency: 'RUB' });
    expect((await connect({ remoteSellerId, currency: 'EUR' })).storeConnect.store).toMatchObject({ id: first.storeConnect.store!.id, currency: 'EUR' });
    expect((await stores.storesWithPendingPolicy()).map(({ _id, policyVersion }) => [_id, policyVersion])).toContainEqual([first.storeConnect.store!.id, 2]);
  });

  it('replaces the credentials of an account connected again', async () => {
    const remoteSellerId = newId('event');
    const first = await connect({ remoteSellerId });
    const second = await connect({ remoteSellerId, name: 'Yeni', credentials: { apiKey: 'newer' } });
    expect(second.storeConnect.store).toMatchObject({ id: first.storeConnect.store!.id, name: 'Yeni' });
    const [store] = await stores.findStores([second.storeConnect.store!.id as never]);
    expect(stores.openCredentials(store!)).toEqual({ apiKey: 'newer' });
  });

  describe('where an account sells on several sites of the marketplace', () => {
    const on = async (site: string, remoteSellerId: string, part: object = {}) => (await connect({ remoteSellerId, credentials: { site }, ...part })).storeConnect;

    it('makes a store for each, and finds the right one when it is connected again', async () => {
      const remoteSellerId = newId('event');
      const [turkish, german] = [await on('TR', remoteSellerId, { name: 'Türkiye' }), await on('DE', remoteSellerId, { name: 'Almanya', currency: 'EUR' })];
      expect(german.store?.id).not.toBe(turkish.store?.id);
      expect(await on('TR', remoteSellerId, { name: 'Yeni' })).toMatchObject({ store: { id: turkish.store!.id, name: 'Yeni', currency: 'TRY' } });
      expect(await on('DE', remoteSellerId, { name: 'Almanya' })).toMatchObject({ store: { id: german.store!.id, name: 'Almanya', currency: 'EUR' } });
    });

    it('takes one that was connected before for the site that its credentials name', async () => {
      const remoteSellerId = newId('event');
      const before = await on('TR', remoteSellerId);
      await mongo.db.collection('stores').updateOne({ remoteSellerId }, { $unset: { remoteSite: '' } });
      expect((await on('DE', remoteSellerId)).store?.id).not.toBe(before.store?.id);
      expect((await on('TR', remoteSellerId)).store?.id).toBe(before.store?.id);
      expect(await mongo.db.collection('stores').countDocuments({ remoteSellerId })).toBe(2);
    });

    it('refuses all its sites to another seller with STORE_ALREADY_CONNECTED', async () => {
      const remoteSellerId = newId('event');
      await on('TR', remoteSellerId);
      const { storeConnect } = await connect({ remoteSellerId, credentials: { site: 'DE' } }, newId('seller'));
      expect(storeConnect).toMatchObject({ store: null, userErrors: [{ code: 'STORE_ALREADY_CONNECTED', field: ['input', 'remoteSellerId'] }] });
    });
  });

  describe('where an account can have one store only, on one of the sites of the marketplace', () => {
    const on = async (onlySite: string, remoteSellerId: string, { as, apiKey = 'first', ...part }: { as?: SellerId; apiKey?: string; dryRun?: boolean; name?: string; currency?: string } = {}) =>
      (await connect({ remoteSellerId, credentials: { onlySite, apiKey }, name: 'Deutschland', ...part }, as)).storeConnect;
    const kept = (remoteSellerId: string) => mongo.db.collection('stores').find({ remoteSellerId }).toArray();

    it.each([false, true])('refuses another site with ACCOUNT_ON_ANOTHER_SITE, names the store and its site, and changes nothing (dry run: %p)', async (dryRun) => {
      const remoteSellerId = newId('event');
      const { store } = await on('DE', remoteSellerId, { currency: 'EUR' });
      const before = await kept(remoteSellerId);
      const refused = await on('US', remoteSellerId, { name: 'USA', currency: 'USD', apiKey: 'newer', dryRun });
      expect(refused).toMatchObject({ store: null, userErrors: [{ code: 'ACCOUNT_ON_ANOTHER_SITE', field: ['input', 'credentials', 'onlySite'], message: expect.stringContaining(`'Deutschland' (${store!.id}) for DE`) }] });
      expect(await kept(remoteSellerId)).toEqual(before);
    });

    it('takes new credentials for the site it has', async () => {
      const remoteSellerId = newId('event');
      const first = await on('DE', remoteSellerId);
      expect(await on('DE', remoteSellerId, { apiKey: 'newer', name: 'Neu' })).toMatchObject({ store: { id: first.store!.id, name: 'Neu' }, userErrors: [] });
      const [store] = await stores.findStores([first.store!.id as never]);
      expect(stores.openCredentials(store!)).toEqual({ onlySite: 'DE', apiKey: 'newer' });
    });

    it('gives one of two sites that are connected at once the store, and refuses the other', async () => {
      const remoteSellerId = newId('event');
      noAnswerBefore(2);
      const both = await Promise.all([on('DE', remoteSellerId), on('US', remoteSellerId)]);
      expect(both.flatMap(({ userErrors }) => userErrors)).toMatchObject([{ code: 'ACCOUNT_ON_ANOTHER_SITE' }]);
      expect(await kept(remoteSellerId)).toHaveLength(1);
    });

    it('tells another seller nothing of the store', async () => {
      const remoteSellerId = newId('event');
      await on('DE', remoteSellerId);
      const { userErrors } = await on('US', remoteSellerId, { as: newId('seller') });
      expect(userErrors).toMatchObject([{ code: 'STORE_ALREADY_CONNECTED' }]);
      expect(JSON.stringify(userErrors)).not.toContain('Deutschland');
    });

    it('is connected again once its credentials cannot be opened', async () => {
      const remoteSellerId = newId('event');
      const { store } = await on('DE', remoteSellerId);
      await mongo.db.collection('stores').updateOne({ remoteSellerId }, { $set: { credentialsSealed: 'a key that is gone' } });
      expect(await on('DE', remoteSellerId)).toMatchObject({ store: { id: store!.id }, userErrors: [] });
    });
  });

  it('refuses an account that another seller has connected with STORE_ALREADY_CONNECTED', async () => {
    const remoteSellerId = newId('event');
    await connect({ remoteSellerId });
    expect((await connect({ remoteSellerId }, newId('seller'))).storeConnect).toMatchObject({ store: null, userErrors: [{ code: 'STORE_ALREADY_CONNECTED', field: ['input', 'remoteSellerId'] }] });
  });

  it('is done once where a seller connects the same account twice at once', async () => {
    const remoteSellerId = newId('event');
    noAnswerBefore(2);
    const [one, other] = await Promise.all([connect({ remoteSellerId }), connect({ remoteSellerId })]);
    expect([one.storeConnect.userErrors, other.storeConnect.userErrors]).toEqual([[], []]);
    expect(other.storeConnect.store?.id).toBe(one.storeConnect.store?.id);
    expect(await mongo.db.collection('stores').countDocuments({ remoteSellerId })).toBe(1);
  });

  it('gives one of two who connect the same account at once the store', async () => {
    const remoteSellerId = newId('event');
    const both = await Promise.all([connect({ remoteSellerId }), connect({ remoteSellerId }, newId('seller'))]);
    expect(both.filter(({ storeConnect }) => storeConnect.store !== null)).toHaveLength(1);
  });

  it.each<[AccountVerdict, object]>([
    [{ kind: 'MALFORMED', faults: [{ path: ['apiSecret'], message: 'is missing' }] }, { code: 'INVALID_CREDENTIALS', field: ['input', 'credentials', 'apiSecret'] }],
    [{ kind: 'REFUSED', message: 'no' }, { code: 'CREDENTIALS_REFUSED', field: ['input', 'credentials'] }],
    [{ kind: 'UNREACHABLE', message: 'down' }, { code: 'MARKETPLACE_UNREACHABLE', retryable: true }],
    [{ kind: 'NO_CONNECTOR' }, { code: 'MARKETPLACE_NOT_SUPPORTED', field: ['input', 'marketplace'] }],
    [{ kind: 'BASE_URL_REFUSED', message: 'not https' }, { code: 'INVALID_BASE_URL', field: ['input', 'baseUrl'] }],
  ])('answers %j with a typed refusal and writes nothing', async (given, expected) => {
    verdict = given;
    expect((await connect()).storeConnect).toMatchObject({ store: null, userErrors: [expected] });
    expect((await ask('{ stores { nodes { id } } }')).data).toEqual({ stores: { nodes: [] } });
  });

  it('names each field that is wrong', async () => {
    const { storeConnect } = await connect({ name: ' ', currency: 'XXX', stockPolicy: { percentage: 101 } });
    expect(storeConnect.userErrors.map(({ code, field }) => [code, field.join('.')])).toEqual([
      ['INVALID_STORE', 'input.name'],
      ['UNKNOWN_CURRENCY', 'input.currency'],
      ['INVALID_STOCK_POLICY', 'input.stockPolicy.percentage'],
    ]);
  });

  it('writes nothing in a dry run', async () => {
    expect((await connect({ dryRun: true })).storeConnect).toEqual({ store: null, userErrors: [] });
    expect((await ask('{ stores { nodes { id } } }')).data).toEqual({ stores: { nodes: [] } });
  });
});

describe('a connected store', () => {
  it('is paused with a reason and resumed', async () => {
    const id = (await connect()).storeConnect.store!.id;
    const paused = await ask('mutation ($id: ID!) { storePause(input: { id: $id, reason: "Sayım" }) { store { state pause { code message at } } userErrors { code } } }', { id });
    expect(paused.data).toEqual({ storePause: { store: { state: 'PAUSED', pause: { code: 'PAUSED_BY_SELLER', message: 'Sayım', at: now.toISOString() } }, userErrors: [] } });
    const resumed = await ask('mutation ($id: ID!) { storeResume(input: { id: $id }) { store { state pause { code } } } }', { id });
    expect(resumed.data).toEqual({ storeResume: { store: { state: 'ACTIVE', pause: null } } });
  });

  it('is not there for another seller', async () => {
    const id = (await connect()).storeConnect.store!.id;
    const as = newId('seller');
    expect((await ask('query ($id: ID!) { store(id: $id) { id } }', { id }, { as })).data).toEqual({ store: null });
    const pause = await ask('mutation ($id: ID!) { storePause(input: { id: $id }) { store { id } userErrors { code itemRef } } }', { id }, { as });
    expect(pause.data).toEqual({ storePause: { store: null, userErrors: [{ code: 'UNKNOWN_STORE', itemRef: id }] } });
    const entities = await ask('query ($r: [_Any!]!) { _entities(representations: $r) { ... on Store { name } } }', { r: [{ __typename: 'Store', id }] }, { as });
    expect(entities.data).toEqual({ _entities: [null] });
  });

  it('tells the catalog of a changed stock policy, once', async () => {
    const id = (await connect()).storeConnect.store!.id;
    const set = () => ask('mutation ($id: ID!) { storePolicySet(input: { id: $id, stockPolicy: { cap: 5 } }) { store { stockPolicy { cap buffer percentage } } } }', { id });
    expect((await set()).data).toEqual({ storePolicySet: { store: { stockPolicy: { cap: 5, buffer: 0, percentage: 100 } } } });
    await set();
    expect(followed.filter((one) => one === id)).toHaveLength(1);
    expect((await stores.storesWithPendingPolicy()).map(({ _id, policyVersion }) => [_id, policyVersion])).toContainEqual([id, 2]);
    await stores.clearPendingPolicy({ storeId: id as never, policyVersion: 2 });
    expect((await stores.storesWithPendingPolicy()).map(({ _id }) => _id)).not.toContain(id);
  });

  it('is listed page by page in the order of connecting', async () => {
    for (const name of ['A', 'B', 'C']) await connect({ name });
    const page = async (after: string | null) => (await ask('query ($after: String) { stores(first: 2, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }', { after })).data?.['stores'] as { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const first = await page(null);
    expect([first.nodes.map(({ name }) => name), first.pageInfo.hasNextPage]).toEqual([['A', 'B'], true]);
    expect((await page(first.pageInfo.endCursor)).nodes.map(({ name }) => name)).toEqual(['C']);
  });

  it('needs its scopes', async () => {
    expect((await ask('{ stores { nodes { id } } }', {}, { scopes: ['catalog:read'] })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'stores:read' } }]);
    expect((await ask(CONNECT, account(), { scopes: ['stores:read'] })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'stores:write' } }]);
  });

  it('keeps the secret of its webhook sealed', async () => {
    const id = (await connect()).storeConnect.store!.id as never;
    const store = await stores.recordWebhook({ storeId: id, kind: 'ACTIVE', remoteId: 'w-1', secret: 'hush-hush' });
    expect(JSON.stringify(store)).not.toContain('hush-hush');
    expect(stores.openWebhookSecret(store!)).toBe('hush-hush');
  });
});

describe('a webhook that the seller has to hand in', () => {
  const SETUP = '{ stores { nodes { webhook { state setup { address secret } } } } }';
  const connectByHand = () => {
    verdict = { ...verdict, takesWebhooksByHand: true } as AccountVerdict;
    return connect({ marketplace: 'HEPSIBURADA' });
  };

  it('is ready with address and secret when the store is connected', async () => {
    const id = (await connectByHand()).storeConnect.store!.id as never;
    const [store] = await stores.findStores([id]);
    const secret = stores.openWebhookSecret(store!);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect((await ask(SETUP)).data).toEqual({ stores: { nodes: [{ webhook: { state: 'AWAITED', setup: { address: `http://127.0.0.1:4000/webhooks/hb/${String(id)}`, secret } } }] } });
    expect(JSON.stringify(store)).not.toContain(secret);
  });

  it('keeps its secret when the store is connected again', async () => {
    const remoteSellerId = newId('event');
    verdict = { ...verdict, takesWebhooksByHand: true } as AccountVerdict;
    const secrets: unknown[] = [];
    for (let times = 0; times < 2; times++) {
      const id = (await connect({ remoteSellerId })).storeConnect.store!.id as never;
      secrets.push(stores.openWebhookSecret((await stores.findStores([id]))[0]!));
    }
    expect(secrets[0]).toBe(secrets[1]);
  });

  it('shows its secret to nobody without stores:write, in no list, and to no other seller', async () => {
    const id = (await connectByHand()).storeConnect.store!.id;
    const answer = await ask(SETUP, {}, { scopes: ['stores:read'] });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'stores:write' } }]);
    expect(answer.data).toEqual({ stores: { nodes: [{ webhook: { state: 'AWAITED', setup: null } }] } });
    expect((await ask('query ($id: ID!) { store(id: $id) { webhook { setup { secret } } } }', { id }, { as: newId('seller') })).data).toEqual({ store: null });
  });

  it('has nothing to hand in where the hub registers it itself', async () => {
    const id = (await connect()).storeConnect.store!.id as never;
    await stores.recordWebhook({ storeId: id, kind: 'ACTIVE', remoteId: 'w-1', secret: 'hush-hush' });
    expect((await ask(SETUP)).data).toEqual({ stores: { nodes: [{ webhook: { state: 'ACTIVE', setup: null } }] } });
  });
});

describe('keys', () => {
  it('open what they were made for until they expire or are revoked', async () => {
    const expiresAt = new Date(now.getTime() + 1000);
    const { key, keyId } = await stores.createKey({ sellerId, name: 'Konsol', scopes: ['orders:read'], expiresAt });
    expect(key).toMatch(/^hub_[0-9a-f]{18}_[\w-]{43}$/);
    expect(await stores.authenticateKey(key)).toEqual({ sellerId, keyId, scopes: ['orders:read'] });
    now = expiresAt;
    expect(await stores.authenticateKey(key)).toEqual({ refused: 'KEY_EXPIRED', reason: 'KEY_EXPIRED' });
    const lasting = await stores.createKey({ sellerId, name: 'Konsol', scopes: [] });
    expect(await stores.revokeKey({ sellerId: newId('seller'), keyId: lasting.keyId })).toBe(false);
    expect(await stores.revokeKey({ sellerId, keyId: lasting.keyId })).toBe(true);
    expect(await stores.authenticateKey(lasting.key)).toEqual({ refused: 'UNAUTHENTICATED', reason: 'KEY_REVOKED' });
  });

  it('are unknown with another secret, and cannot be read from the database', async () => {
    const { key } = await stores.createKey({ sellerId, name: 'Konsol', scopes: [] });
    const forged = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [forged, '', 'hub_', 'x'.repeat(500)]) expect(await stores.authenticateKey(wrong)).toEqual({ refused: 'UNAUTHENTICATED', reason: 'UNKNOWN_KEY' });
    expect(JSON.stringify(await mongo.db.collection('api_keys').find().toArray())).not.toContain(key.slice(-43));
  });

  it('may be fixed for development', async () => {
    const key = `a-fixed-development-key-${sellerId}`;
    await stores.createKey({ sellerId, name: 'Geliştirme', scopes: ['stores:read'], key });
    await stores.createKey({ sellerId, name: 'Geliştirme', scopes: ['stores:read'], key });
    expect(await stores.authenticateKey(key)).toMatchObject({ sellerId, scopes: ['stores:read'] });
  });
});
