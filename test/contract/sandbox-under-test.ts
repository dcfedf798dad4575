import type { Currency } from '../../platform/money.js';
import type { FaultInput } from '../../platform/sandbox/faults.js';
import type { BaseSettings } from '../../platform/sandbox/settings.js';
import type { ListingDraft, WebhookCall } from '../../subgraphs/sync/connector/contract.js';
import type { CapabilitiesUnderTest } from './capabilities-under-test.js';

/** What a connector's own test file gives the contract suite: a sandbox that runs, with goods on sale and someone who buys. */
export interface SandboxUnderTest<C> {
  /** Root of the marketplace's API, as a store's `baseUrl`. */
  readonly baseUrl: string;
  /** `http://127.0.0.1:PORT`; the control API answers below `/_sandbox`. */
  readonly controlUrl: string;
  readonly remoteSellerId: string;
  readonly currency: Currency;
  readonly credentials: C;
  readonly wrongCredentials: C;
  /** Remote keys of at least 120 listings on sale, each with a stock of at least 20. */
  readonly keys: readonly string[];
  /** False for a marketplace without a second, crossed-out price; true when absent. */
  readonly hasListPrice?: false;
  /** A part of the path of the price-and-quantity call, for faults. */
  readonly pushPath: string;
  /** POST when absent. */
  readonly pushMethod?: 'PUT' | 'PATCH';
  /** A part of the path of the POST that carries a push of many, where that is another call. */
  readonly bulkPushPath?: string;
  /** A part of the path of the call that reads offers back. */
  readonly readPath: string;
  /** What the suite needs to try each capability that the connector declares. */
  readonly tries: CapabilitiesUnderTest<C>;
  /** What a product needs to be publishable here and the suite's own draft has not: a category that exists, a known product's ids. */
  localDraft?(isUpdate: boolean): Partial<ListingDraft>;
  /** A buyer orders; answers the order's number. */
  placeOrder(lines: readonly { readonly remoteKey: string; readonly quantity: number }[]): Promise<string>;
  /** A webhook call as this marketplace makes it, for a new order; present when the connector has webhooks. */
  webhookCall?(secret: string): Promise<WebhookCall>;
  /** Whether this marketplace divides packages only before they are accepted. */
  readonly splitsBeforeAccept?: boolean;
  /** A call that only asks who listens; present when the connector's webhooks have a handshake. */
  handshakeCall?(webhook: { readonly url: string; readonly secret: string }): Promise<WebhookCall>;
  /** An address that meets a handshake with this secret, for marketplaces that ask an address at once whether somebody listens. */
  reachableUrl?(secret: string): Promise<string>;
  /** Makes the queue hand out again what was received and not acknowledged; present when the connector has notifications. */
  redeliver?(): Promise<void>;
  stop(): Promise<void>;
}

/** The control API that every sandbox has. */
export interface SandboxControl {
  fault(fault: FaultInput): Promise<void>;
  clearFaults(): Promise<void>;
  settings(change: Partial<BaseSettings>): Promise<void>;
  /** How many requests of this method whose path has this part were received. */
  countRequests(method: string, path: string): Promise<number>;
  /** Puts its clock forward or back; no time passes. */
  shiftClock(ms: number): Promise<void>;
}

export function controlOf(controlUrl: string): SandboxControl {
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${controlUrl}/_sandbox${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} /_sandbox${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
  return {
    async fault(fault) {
      await call('POST', '/faults', fault);
    },
    async clearFaults() {
      await call('DELETE', '/faults');
    },
    async settings(change) {
      await call('PUT', '/settings', change);
    },
    async countRequests(method, path) {
      const { requests } = (await call('GET', `/requests?method=${method}&path=${encodeURIComponent(path)}&limit=100000`)) as { requests: unknown[] };
      return requests.length;
    },
    async shiftClock(ms) {
      await call('POST', '/clock', { shiftMs: ms });
    },
  };
}
