import type { Marketplace } from '../../subgraphs/stores/domain/marketplace.js';
import type { SandboxName } from '../sandbox-urls.js';

/** A shop of the demo seller: its account in the sandbox, and how the hub is connected to it. */
export interface DemoStore {
  readonly name: string;
  readonly marketplace: Marketplace;
  readonly sandbox: SandboxName;
  readonly remoteSellerId: string;
  readonly currency: string;
  readonly credentials: (sandboxUrl: string) => Readonly<Record<string, string>>;
  /** What the sandbox's control call `POST /sellers` is told. */
  readonly account: Readonly<Record<string, unknown>>;
  /** What `POST /queues` is told, where the marketplace puts its notifications into a queue of the seller's. */
  readonly queue?: Readonly<Record<string, string>>;
  /** The store's base URL below the sandbox's address; empty for none. */
  readonly basePath: string;
  /** Every how-many-eth product it sells. */
  readonly everyNth: number;
  /** Where the marketplace takes webhooks by hand: what the sandbox's control call `PUT /webhooks` is told besides address and secret. */
  readonly webhookByHand?: Readonly<Record<string, string>>;
}

export const DEMO_STORES: readonly DemoStore[] = [
  trendyolStore('Trendyol Ana Mağaza', 1, 1),
  trendyolStore('Trendyol Outlet', 2, 2),
  {
    name: 'N11 Mağazası', marketplace: 'N11', sandbox: 'n11', remoteSellerId: '2000001', currency: 'TRY', basePath: '', everyNth: 1,
    credentials: () => ({ appKey: 'n11-demo-key', appSecret: 'n11-demo-secret' }),
    account: { sellerId: 2_000_001, appKey: 'n11-demo-key', appSecret: 'n11-demo-secret' },
  },
  hepsiburadaStore(),
  {
    name: 'Ozon (Rusya)', marketplace: 'OZON', sandbox: 'ozon', remoteSellerId: '3000001', currency: 'RUB', basePath: '', everyNth: 8,
    credentials: () => ({ apiKey: 'ozon-demo-key-4f7a2c61', packageMm: '300x200x50', packageGrams: '400' }),
    account: { clientId: '3000001', apiKey: 'ozon-demo-key-4f7a2c61', currency: 'RUB' },
  },
  amazonStore(),
  ebayStore(),
];

/** The sandbox's AWS account. */
const SQS_ACCOUNT = '000000000000';

function trendyolStore(name: string, place: number, everyNth: number): DemoStore {
  const sellerId = 2_738_000 + place;
  const credentials = { apiKey: `demo-key-${place}`, apiSecret: `demo-secret-${place}` };
  return { name, marketplace: 'TRENDYOL', sandbox: 'trendyol', remoteSellerId: String(sellerId), currency: 'TRY', credentials: () => credentials, account: { sellerId, ...credentials }, basePath: '/integration', everyNth };
}

function hepsiburadaStore(): DemoStore {
  const merchantId = '5b9c6e0a-1f2d-4c3b-8a7e-0d1c2b3a4f50';
  const credentials = { serviceKey: 'hbDemoKey2026', integrator: 'markethub_dev', merchantName: 'Demo Mağaza' };
  return {
    name: 'Hepsiburada Mağazası', marketplace: 'HEPSIBURADA', sandbox: 'hepsiburada', remoteSellerId: merchantId, currency: 'TRY', credentials: () => credentials,
    account: { merchantId, ...credentials }, basePath: '', everyNth: 4, webhookByHand: { merchantId, username: 'hub' },
  };
}

function amazonStore(): DemoStore {
  const sellerId = 'A1DEMOSELLER01';
  const application = { clientId: 'amzn1.application-oa2-client.demo', clientSecret: 'amzn1.oa2-cs.v1.demo', refreshToken: 'Atzr|demo-refresh-token' };
  const queue = { name: 'demo-orders', accessKeyId: 'AKIADEMODEMODEMO', secretAccessKey: 'demo-sqs-secret-access-key' };
  return {
    name: 'Amazon.com.tr', marketplace: 'AMAZON', sandbox: 'amazon', remoteSellerId: sellerId, currency: 'TRY', basePath: '', everyNth: 8, account: { sellerId, ...application },
    credentials: (sandboxUrl) => ({ ...application, sqsQueueUrl: `${sandboxUrl}/${SQS_ACCOUNT}/${queue.name}`, sqsAccessKeyId: queue.accessKeyId, sqsSecretAccessKey: queue.secretAccessKey }),
    queue,
  };
}

function ebayStore(): DemoStore {
  const username = 'ebay_demo_seller';
  const keyset = { clientId: 'demo-ebay-client-id', clientSecret: 'demo-ebay-client-secret', refreshToken: 'v^1.1#demo-refresh-token' };
  return {
    name: 'eBay (Almanya)', marketplace: 'EBAY', sandbox: 'ebay', remoteSellerId: username, currency: 'EUR', basePath: '', everyNth: 8, account: { username, ...keyset },
    credentials: () => ({ ...keyset, marketplaceId: 'EBAY_DE', alertEmail: 'alerts@example.invalid' }),
  };
}

/** What share of the demo's buyers comes to each sandbox. */
export const BUYER_SHARES: Readonly<Record<SandboxName, number>> = { trendyol: 0.4, n11: 0.2, hepsiburada: 0.1, ozon: 0.1, amazon: 0.1, ebay: 0.1 };
