import type { StoreId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import { isSegmentOf, webhookAddress } from '../../stores/domain/webhook-address.js';
import type { WebhookCall, WebhookPort, WebhookReply } from '../connector/contract.js';
import { webhookSecretsOf } from '../connector/webhook-secrets.js';
import type { IntakeDeps } from './intake-deps.js';

/** A store with the secret that its marketplace's calls carry. */
export interface Receiver {
  readonly store: Store;
  readonly secret: string;
  readonly webhooks: WebhookPort<unknown>;
}

/**
 * What a call is. UNKNOWN_STORE: for nobody of this marketplace. FORGED: it does not prove that it comes from the
 * marketplace. HANDSHAKE: it only asks who listens. NEWS: to be kept.
 */
export type Verdict =
  | { readonly kind: 'UNKNOWN_STORE' }
  | { readonly kind: 'FORGED' }
  | { readonly kind: 'HANDSHAKE'; readonly reply: WebhookReply; readonly receiver: Receiver }
  | { readonly kind: 'NEWS'; readonly receiver: Receiver };

export interface WebhookReceivers {
  /** Throws what checking the call threw: then nothing is known of it. */
  judge(storeId: StoreId, segment: string, call: WebhookCall): Promise<Verdict>;
}

const KNOWN_FOR_MS = 10_000;
const MOST_KNOWN = 1_000;

/** Remembers stores and opened secrets for some seconds; a call that does not fit is checked once more when the ledger has another secret by now. */
export function createWebhookReceivers({ stores, connectors, access, publicUrl, clock }: Pick<IntakeDeps, 'stores' | 'connectors' | 'access' | 'publicUrl' | 'clock'>): WebhookReceivers {
  const known = new Map<StoreId, Receiver & { readonly until: number }>();

  function recall(storeId: StoreId): Receiver | null {
    const remembered = known.get(storeId);
    return remembered !== undefined && remembered.until > clock.now().getTime() ? remembered : null;
  }

  async function load(storeId: StoreId): Promise<Receiver | null> {
    const [store] = await stores.findStores([storeId]);
    const webhooks = store && connectors[store.marketplace]?.webhooks;
    const secret = store ? stores.openWebhookSecret(store) : null;
    known.delete(storeId);
    if (!store || !webhooks || secret === null) return null;
    if (known.size >= MOST_KNOWN) known.clear();
    const receiver: Receiver = { store, secret, webhooks };
    known.set(storeId, { ...receiver, until: clock.now().getTime() + KNOWN_FOR_MS });
    return receiver;
  }

  async function judgeFor(receiver: Receiver, call: WebhookCall): Promise<Verdict> {
    const { store, secret, webhooks } = receiver;
    const reply = webhooks.handshake?.(call, { url: webhookAddress(publicUrl, store), secret }) ?? null;
    if (reply !== null) refuseToTell(reply, receiver);
    // Who asks for a challenge has nothing to show yet; anyone else must.
    if (reply !== null && call.method === 'GET') return { kind: 'HANDSHAKE', reply, receiver };
    if (!(await webhooks.isAuthentic(call, secret, async () => (await access.open(store._id)).context))) return { kind: 'FORGED' };
    return reply === null ? { kind: 'NEWS', receiver } : { kind: 'HANDSHAKE', reply, receiver };
  }

  return {
    async judge(storeId, segment, call) {
      // A challenge is answered with the secret as it is now: the marketplace decides by that one answer.
      const remembered = call.method === 'GET' ? null : recall(storeId);
      if (remembered && isSegmentOf(segment, remembered.store.marketplace)) {
        const verdict = await judgeFor(remembered, call);
        if (verdict.kind !== 'FORGED') return verdict;
      }
      const current = await load(storeId);
      if (current === null || !isSegmentOf(segment, current.store.marketplace)) return { kind: 'UNKNOWN_STORE' };
      return current.secret === remembered?.secret ? { kind: 'FORGED' } : judgeFor(current, call);
    },
  };
}

/** Anyone may ask for a handshake, so the secret itself must never be in its answer. */
function refuseToTell({ body }: WebhookReply, { secret, store, webhooks }: Receiver): void {
  const told = JSON.stringify({ body });
  if (webhookSecretsOf(webhooks, secret).some((one) => told.includes(one))) throw new Error(`the handshake of ${store.marketplace} would tell the secret`);
}
