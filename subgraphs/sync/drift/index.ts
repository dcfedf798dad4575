import type { Db } from 'mongodb';
import type { Clock } from '../../../platform/clock.js';
import type { PayloadId, StoreId } from '../../../platform/ids.js';
import type { PayloadArchive } from '../../../platform/payloads/archive.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import { isWellKnown, learn } from './domain/known-shape.js';
import { shapeOf } from './domain/shape.js';
import { createDriftStore, driftIndexes, endpointKey, type DriftStore, type Endpoint } from './drift-store.js';

export type { PayloadDrift } from './drift-store.js';

export interface PayloadDriftOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Least time between two bodies of one endpoint that are looked at, per process: while it is new, and once it is well known; 5 s and 60 s by default. */
  readonly sampleEveryMs?: { readonly atFirst: number; readonly later: number };
}

/** Learns what marketplaces' bodies look like, and notes what changes: a field that is new, gone, or of another kind. */
export interface PayloadDrifts extends Pick<DriftStore, 'page'> {
  /** The same archive; what passes through it is looked at beside the work, a sample at a time. */
  watch(archive: PayloadArchive): PayloadArchive;
  /** Resolves when everything begun has been noted. */
  settled(): Promise<void>;
}

interface Sample extends Endpoint {
  readonly storeId: StoreId;
}

export { driftIndexes };

export function createPayloadDrifts({ db, clock, logger, sampleEveryMs = { atFirst: 5_000, later: 60_000 } }: PayloadDriftOptions): PayloadDrifts {
  const store = createDriftStore(db);
  const nextLooks = new Map<string, number>();
  const asked = new Map<PayloadId, Sample>();
  let noting: Promise<void> = Promise.resolve();

  function isDue(endpoint: Endpoint): boolean {
    const nowMs = clock.now().getTime();
    if (nowMs < (nextLooks.get(endpointKey(endpoint)) ?? 0)) return false;
    nextLooks.set(endpointKey(endpoint), nowMs + sampleEveryMs.atFirst);
    return true;
  }

  /** One after the other: what two samples teach must not overwrite one another, and it is nobody's hurry. */
  function look(sample: Sample, payloadId: PayloadId, body: Buffer): void {
    noting = noting.then(() => note(sample, payloadId, body)).catch((error: unknown) => logger.warn({ err: error, operation: sample.operation }, 'the shape of a body could not be noted'));
  }

  async function note({ storeId, ...endpoint }: Sample, payloadId: PayloadId, body: Buffer): Promise<void> {
    const shape = shapeOf(body);
    if (!shape) return;
    const read = await store.shapeOf(endpoint);
    const { known, drifts } = learn(read.known, shape);
    // Before what was learnt: a crash in between finds them again.
    await store.add(drifts.map((drift) => ({ ...endpoint, ...drift, storeId, payloadId, seenAt: clock.now() })));
    await store.learn(endpoint, read, known);
    if (isWellKnown(known)) nextLooks.set(endpointKey(endpoint), clock.now().getTime() + sampleEveryMs.later);
    for (const { kind, path } of drifts) logger.warn({ marketplace: endpoint.marketplace, operation: endpoint.operation, kind, path }, 'a marketplace has changed what its bodies look like');
  }

  return {
    watch: (archive) => ({
      ...archive,
      async open(request) {
        const id = await archive.open(request);
        const sample: Sample = { sellerId: request.sellerId, storeId: request.storeId, marketplace: request.marketplace, operation: request.operation, direction: 'OUTBOUND' };
        if (isDue(sample)) asked.set(id, sample);
        return id;
      },
      async close(id, outcome) {
        const sample = asked.get(id);
        asked.delete(id);
        await archive.close(id, outcome);
        if (sample && 'status' in outcome && outcome.status >= 200 && outcome.status < 300) look(sample, id, outcome.body);
      },
      async recordInbound(request) {
        const id = await archive.recordInbound(request);
        const sample: Sample = { sellerId: request.sellerId, storeId: request.storeId, marketplace: request.marketplace, operation: request.operation, direction: 'INBOUND' };
        if (request.body && request.status < 300 && isDue(sample)) look(sample, id, request.body);
        return id;
      },
    }),
    page: (query) => store.page(query),
    settled: () => noting,
  };
}
