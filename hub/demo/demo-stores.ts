import type { Marketplace } from '../../subgraphs/stores/domain/marketplace.js';
import type { SandboxName } from '../sandbox-urls.js';

/** A shop of the demo seller: its account in the sandbox, and how the hub is connected to it. */
export interface DemoStore {
  readonly name: string;
  readonly marketplace: Marketplace;
  readonly sandbox: SandboxName;
  readonly remoteSellerId: string;
  readonly currency: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** What the sandbox's control call `POST /sellers` is told. */
  readonly account: Readonly<Record<string, unknown>>;
  /** The store's base URL below the sandbox's address; empty for none. */
  readonly basePath: string;
  /** Every how-many-eth product it sells. */
  readonly everyNth: number;
}

export const DEMO_STORES: readonly DemoStore[] = [
  trendyolStore('Trendyol Ana Mağaza', 1, 1),
  trendyolStore('Trendyol Outlet', 2, 2),
  {
    name: 'N11 Mağazası', marketplace: 'N11', sandbox: 'n11', remoteSellerId: '2000001', currency: 'TRY', basePath: '', everyNth: 1,
    credentials: { appKey: 'n11-demo-key', appSecret: 'n11-demo-secret' },
    account: { sellerId: 2_000_001, appKey: 'n11-demo-key', appSecret: 'n11-demo-secret' },
  },
];

function trendyolStore(name: string, place: number, everyNth: number): DemoStore {
  const sellerId = 2_738_000 + place;
  const credentials = { apiKey: `demo-key-${place}`, apiSecret: `demo-secret-${place}` };
  return { name, marketplace: 'TRENDYOL', sandbox: 'trendyol', remoteSellerId: String(sellerId), currency: 'TRY', credentials, account: { sellerId, ...credentials }, basePath: '/integration', everyNth };
}

/** What share of the demo's buyers comes to each sandbox, and under which name its control call takes how many come in a minute. */
export const BUYERS: Readonly<Record<SandboxName, { readonly share: number; readonly rateField: string }>> = {
  trendyol: { share: 0.75, rateField: 'ratePerMinute' },
  n11: { share: 0.25, rateField: 'perMinute' },
};
