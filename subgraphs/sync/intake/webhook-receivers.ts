import type { StoreId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import type { WebhookCall, WebhookPort } from '../connector/contract.js';
import type { IntakeDeps } from './intake-deps.js';
import { isSegmentOf } from './webhook-path.js';

/** A store with the secret that its marketplace's calls carry. */
export interface Receiver {
  readonly store: Store;
  readonly secret: string;
}

export interface WebhookReceivers {
  /** Who a call is for; UNKNOWN_STORE when nobody of this marketplace, FORGED when it does not carry the store's secret. */
  find(storeId: StoreId, segment: string, call: WebhookCall): Promise<Receiver | 'UNKNOWN_STORE' | 'FORGED'>;
}

interface Known extends Receiver {
  readonly webhooks: Pick<WebhookPort<unknown>, 'isAuthentic'>;
  readonly until: number;
}

const KNOWN_FOR_MS = 10_000;
const MOST_KNOWN = 1_000;

/** Remembers stores and opened secrets for some seconds; a call that does not fit is checked once more against the ledger. */
export function createWebhookReceivers({ stores, connectors, access, clock }: Pick<IntakeDeps, 'stores' | 'connectors' | 'access' | 'clock'>): WebhookReceivers {
  const known = new Map<StoreId, Known>();

  async function load(storeId: StoreId): Promise<Known | null> {
    const [store] = await stores.findStores([storeId]);
    const webhooks = store && connectors[store.marketplace]?.webhooks;
    const secret = store ? stores.openWebhookSecret(store) : null;
    known.delete(storeId);
    if (!store || !webhooks || secret === null) return null;
    const found: Known = { store, secret, webhooks, until: clock.now().getTime() + KNOWN_FOR_MS };
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(storeId, found);
    return found;
  }

  const isAuthentic = ({ webhooks, store, secret }: Known, call: WebhookCall): boolean | Promise<boolean> =>
    webhooks.isAuthentic(call, secret, async () => (await access.open(store._id)).context);

  return {
    async find(storeId, segment, call) {
      const remembered = known.get(storeId);
      const isFresh = remembered !== undefined && remembered.until > clock.now().getTime();
      if (isFresh && isSegmentOf(segment, remembered.store.marketplace) && (await isAuthentic(remembered, call))) return remembered;
      const current = await load(storeId);
      if (current === null || !isSegmentOf(segment, current.store.marketplace)) return 'UNKNOWN_STORE';
      return (await isAuthentic(current, call)) ? current : 'FORGED';
    },
  };
}
