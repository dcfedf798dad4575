import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import type { StoreAccount } from '../../sync/connector/contract.js';
import { credentialsSchema, type EbayCredentials } from './credentials.js';
import { createEbayConnector } from './index.js';

const keyset = { clientId: 'hub-app', clientSecret: 'hub-secret-of-the-app' };
const connector = createEbayConnector();

function store(change: { remoteSellerId?: string; credentials?: Partial<EbayCredentials> } = {}): StoreAccount<EbayCredentials> {
  const { remoteSellerId = 'first_seller', credentials = {} } = change;
  return { storeId: newId('store'), sellerId: newId('seller'), baseUrl: connector.defaultBaseUrl, currency: 'EUR', remoteSellerId, credentials: credentialsSchema.parse({ ...keyset, refreshToken: `token of ${remoteSellerId}`, ...credentials }) };
}

describe("eBay's quotas", () => {
  it('are those of the keyset, whoever of its sellers sells on whichever site', () => {
    const accounts = [store(), store({ remoteSellerId: 'second_seller' }), store({ credentials: { marketplaceId: 'EBAY_GB' } })].map((one) => connector.quotaAccount?.(one));
    expect(new Set(accounts).size).toBe(1);
  });

  it('are shared with nobody who has not the whole keyset, and tell none of it', () => {
    const account = connector.quotaAccount?.(store());
    expect(connector.quotaAccount?.(store({ credentials: { clientSecret: 'a-guessed-secret' } }))).not.toBe(account);
    expect(connector.quotaAccount?.(store({ credentials: { clientId: 'another-app' } }))).not.toBe(account);
    expect(account).not.toContain('hub-');
  });
});
