import { afterAll, beforeAll, describe } from '@jest/globals';
import { newId } from '../../platform/ids.js';
import type { Connector, ConnectorCache, ConnectorContext } from '../../subgraphs/sync/connector/contract.js';
import { createMemoryTokens } from '../../subgraphs/sync/testing/memory-tokens.js';
import { describeAccount } from './account-contract.js';
import { describeCapabilities } from './capability-contract.js';
import { describeCatalogue } from './catalogue-contract.js';
import { describeCircles } from './circle-contract.js';
import { describeClaims } from './claim-contract.js';
import { describeClocks } from './clock-contract.js';
import { describeContent } from './content-contract.js';
import { describeContentPreview } from './content-preview-contract.js';
import { describeErrors } from './error-contract.js';
import { describeForesight } from './foresight-contract.js';
import { describeLooseAnswers } from './loose-answer-contract.js';
import { describeNotifications } from './notification-contract.js';
import { describeOddOrders, describeOddRows } from './odd-row-contract.js';
import { describeOffers } from './offer-contract.js';
import { describeOrderSweep } from './order-sweep-contract.js';
import { describeOrders } from './order-contract.js';
import { createPlainHttp, type PlainHttp } from './plain-http.js';
import { describeBuybox, describeFees } from './price-reads-contract.js';
import { controlOf, type SandboxControl, type SandboxUnderTest } from './sandbox-under-test.js';
import { describeSplits } from './split-contract.js';
import { describeWebhooks } from './webhook-contract.js';

export type { SandboxUnderTest } from './sandbox-under-test.js';

export interface ConnectorUnderTest<C> {
  readonly connector: Connector<C>;
  /** Starts the connector's sandbox on a free port with empty state, and seeds it. */
  readonly startSandbox: () => Promise<SandboxUnderTest<C>>;
}

/** What each part of the suite works with once the sandbox runs. */
export interface Bench<C> {
  readonly connector: Connector<C>;
  readonly sandbox: SandboxUnderTest<C>;
  readonly control: SandboxControl;
  readonly context: ConnectorContext<C>;
  /** The same store, other credentials or another address. */
  readonly contextWith: (change: { credentials?: C; baseUrl?: string }) => ConnectorContext<C>;
}

/** Long enough for a sandbox on a busy machine, short enough to wait for. */
const TIMEOUT_MS = 1_500;

/**
 * What every connector promises, run against its sandbox over real HTTP. A connector's own test file calls this and adds
 * only its quirks below. Each `it` stands alone: it picks keys that no other uses.
 */
export function describeConnector<C>(tested: ConnectorUnderTest<C>): void {
  const { connector } = tested;
  describe(`the ${connector.displayName} connector`, () => {
    const get = openBench(tested);
    describeCapabilities(get);
    describeAccount(get);
    describeOffers(get);
    describeOrders(get);
    describeOrderSweep(get);
    describeErrors(get);
    describeOddRows(get);
    describeOddOrders(get);
    describeCircles(get);
    describeLooseAnswers(get);
    describeClocks(get);
    if (connector.content?.preview) describeContentPreview(get);
    if (connector.webhooks) describeWebhooks(get);
    if (connector.notifications) describeNotifications(get);
    if (connector.splits) describeSplits(get);
    if (connector.foreseeTrouble) describeForesight(get);
    if (connector.catalogue) describeCatalogue(get);
    if (connector.content) describeContent(get);
    if (connector.claims) describeClaims(get);
    if (connector.buybox) describeBuybox(get);
    if (connector.fees) describeFees(get);
  });
}

/** A sandbox for the tests of the `describe` that this is called in; answers only while they run. */
export function openBench<C>({ connector, startSandbox }: ConnectorUnderTest<C>): () => Bench<C> {
  const https: PlainHttp[] = [];
  const bench: { current?: Bench<C> } = {};

  beforeAll(async () => {
    const sandbox = await startSandbox();
    const contextWith: Bench<C>['contextWith'] = ({ credentials = sandbox.credentials, baseUrl = sandbox.baseUrl }) => {
      const http = createPlainHttp({ baseUrl, timeoutMs: TIMEOUT_MS });
      https.push(http);
      const { remoteSellerId, currency } = sandbox;
      const store = { storeId: newId('store'), sellerId: newId('seller'), baseUrl, currency, remoteSellerId, credentials: connector.credentials.parse(credentials) };
      return { store, http, cache: createMemoryCache(), tokens: createMemoryTokens(), now: () => new Date(), marketplaceNow: () => new Date() };
    };
    const control = controlOf(sandbox.controlUrl);
    // How fast a test calls depends on the machine: quotas have tests of their own. What takes time there takes little of it.
    await control.settings({ quotaScale: 0, batchDelayMs: 20, approvalDelayMs: 100 });
    bench.current = { connector, sandbox, control, context: contextWith({}), contextWith };
  });

  afterAll(async () => {
    for (const http of https) await http.close();
    await bench.current?.sandbox.stop();
  });

  return () => {
    if (!bench.current) throw new Error('the sandbox is not running');
    return bench.current;
  };
}

function createMemoryCache(): ConnectorCache {
  const entries = new Map<string, { value: string; until: number }>();
  return {
    async get(key) {
      const entry = entries.get(key);
      return entry && entry.until > Date.now() ? entry.value : null;
    },
    async set(key, value, ttlMs) {
      entries.set(key, { value, until: Date.now() + ttlMs });
    },
  };
}
