import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMarketplaceHttpFactory } from '../../../platform/http/marketplace-http.js';
import { newId } from '../../../platform/ids.js';
import { ensureIndexes } from '../../../platform/mongo/indexes.js';
import { createPayloadArchive, payloadIndexes } from '../../../platform/payloads/archive.js';
import { type Principal, SCOPES } from '../../../platform/principal.js';
import { createQuotaKeeper } from '../../../platform/quota/quota-keeper.js';
import { createSubgraph } from '../../../platform/subgraph/subgraph.js';
import { createLogger } from '../../../platform/telemetry/logger.js';
import { createMetrics } from '../../../platform/telemetry/metrics.js';
import { sandboxControl } from '../../../test/support/sandbox-control.js';
import { openTestDatabase } from '../../../test/support/test-database.js';
import { connectTestRedis } from '../../../test/support/test-redis.js';
import { startCbrSandbox } from '../feeds/cbr/sandbox/index.js';
import { startTcmbSandbox } from '../feeds/tcmb/sandbox/index.js';
import { createAutomation } from '../index.js';

export type RateOffice = Awaited<ReturnType<typeof openRateOffice>>;

/** Both imitated banks and the automation subgraph on a database of its own, all by one clock that stands at `startsAt`. */
export async function openRateOffice(startsAt: Date) {
  const dir = await mkdtemp(join(tmpdir(), 'hub-rates-'));
  const [database, redis, tcmb, cbr] = await Promise.all([openTestDatabase('rates'), connectTestRedis(), startTcmbSandbox({ port: 0, dataDir: join(dir, 'tcmb') }), startCbrSandbox({ port: 0, dataDir: join(dir, 'cbr') })]);
  const logger = createLogger({ level: 'silent', name: 'test' });
  const archive = createPayloadArchive({ db: database.db });
  const http = createMarketplaceHttpFactory({ archive, quotas: createQuotaKeeper({ redis }), metrics: createMetrics(), logger, times: { retryPauseMs: 1, breakerOpenMs: 1 } });
  const banks = { tcmb: sandboxControl(tcmb.url), cbr: sandboxControl(cbr.url) };
  let now = startsAt;
  const moveTo = async (at: Date): Promise<void> => {
    now = at;
    for (const bank of Object.values(banks)) await bank.post('/clock', { setTo: at.getTime() });
  };
  for (const bank of Object.values(banks)) await bank.post('/clock', { standing: true });
  await moveTo(startsAt);
  const open = () => createAutomation({ db: database.db, http, clock: { now: () => now }, logger, bankUrls: { TCMB: tcmb.url, CBR: cbr.url } });
  const automation = open();
  await ensureIndexes(database.db, [...automation.indexes, payloadIndexes]);
  const subgraph = createSubgraph(automation.subgraph).local();
  const principal: Principal = { sellerId: newId('seller'), keyId: 'key_test', scopes: SCOPES };

  return {
    automation, banks, moveTo, principal,
    urls: { tcmb: tcmb.url, cbr: cbr.url },
    db: database.db,
    now: () => now,
    /** Another process on the same database. */
    openAnother: open,
    async ask(query: string, variables: Record<string, unknown> = {}, as = principal) {
      const { data, errors } = await subgraph.execute({ query, variables, principal: as, correlationId: 'c-1' });
      return { data: data as Record<string, never> | null | undefined, errors };
    },
    async close() {
      await Promise.all([http.close(), tcmb.stop(), cbr.stop()]);
      redis.destroy();
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
