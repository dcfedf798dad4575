import type { Collection, Db, Filter, WithId } from 'mongodb';
import { systemClock, type Clock } from '../clock.js';
import { newId, type PayloadId, type SellerId, type StoreId } from '../ids.js';
import { isDuplicateKey } from '../mongo/duplicate-key.js';
import { createGroupCommit } from '../mongo/group-commit.js';
import { findPage, type KeysetOrder, type Page, type PageRequest } from '../mongo/keyset-page.js';
import type { CollectionIndexes } from '../mongo/indexes.js';
import { currentCorrelationId } from '../telemetry/correlation.js';
import type { Headers, Payload, PayloadDirection, PayloadFailure } from './payload.js';
import { withoutNames } from './erase-names.js';
import { maskPersonalFields } from './personal-fields.js';
import { redactHeaders, redactText } from './redaction.js';
import { erasedBody, fromStoredBody, toStoredBody, type StoredBody } from './stored-body.js';

export type { Payload, PayloadBody, PayloadDirection, PayloadFailure } from './payload.js';

/** A call the hub is about to make. */
export interface OutboundRequest {
  readonly marketplace: string;
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Buffer | null;
  /** The bodies may carry buyers' data: masked when read, kept shorter. */
  readonly personal: boolean;
  /** Values that must not be stored anywhere, such as an API secret that travels in a SOAP body. */
  readonly secrets?: readonly string[];
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly durationMs: number;
  readonly secrets?: readonly string[];
}

export interface OutboundFailure {
  readonly failure: PayloadFailure;
  readonly durationMs: number;
}

/** A call that a marketplace made to the hub, as received, and the status it was answered with. */
export interface InboundRequest extends OutboundRequest {
  readonly status: number;
}

export interface PayloadFilter {
  /** Only these, which then come oldest first: in the order of the index that finds them. */
  readonly ids?: readonly PayloadId[];
  readonly storeId?: StoreId;
  readonly operation?: string;
  readonly direction?: PayloadDirection;
  readonly since?: Date;
  /** Exclusive. */
  readonly until?: Date;
  /** Of everything that belongs to one request, or to one piece of the hub's own work. */
  readonly correlationId?: string;
}

export type PayloadOrder = 'NEWEST_FIRST' | 'OLDEST_FIRST';

/** Every exchange with a marketplace, byte for byte, until it expires. Everything read belongs to the seller given. */
export interface PayloadArchive {
  /** Stores a request before it is sent; when this rejects, it must not be sent. */
  open(request: OutboundRequest): Promise<PayloadId>;
  /** Adds what came of it. */
  close(id: PayloadId, outcome: OutboundAnswer | OutboundFailure): Promise<void>;
  recordInbound(request: InboundRequest): Promise<PayloadId>;
  /** Newest first by default, but those asked for by `ids`; without the contents of bodies. Throws PageError. */
  findPayloads(query: { readonly sellerId: SellerId; readonly filter?: PayloadFilter; readonly order?: PayloadOrder; readonly page: PageRequest }): Promise<Page<Payload>>;
  /** With the bodies; buyers' data is masked unless `revealPersonal`. Null when this seller has no such payload. */
  getPayload(query: { readonly sellerId: SellerId; readonly id: PayloadId; readonly revealPersonal?: boolean }): Promise<Payload | null>;
  /**
   * Takes these names of buyers out of what is kept of a store, and out of a body that has one of them whatever else identifies
   * buyers; answers in how many payloads. Reads all of the store's with buyers in them. Again, it changes nothing more.
   */
  eraseNames(query: { readonly storeId: StoreId; readonly names: readonly string[] }): Promise<number>;
}

export interface PayloadArchiveOptions {
  readonly db: Db;
  readonly clock?: Clock;
  /** `KEPT_DAYS` by default. */
  readonly retentionDays?: { readonly plain: number; readonly personal: number };
}

interface PayloadDocument extends Omit<Payload, 'id' | 'requestHeaders' | 'requestBody' | 'responseHeaders' | 'responseBody'> {
  readonly _id: PayloadId;
  readonly requestHeaders: readonly [string, string][];
  readonly requestBody: StoredBody | null;
  readonly responseHeaders: readonly [string, string][];
  readonly responseBody: StoredBody | null;
}

export const payloadIndexes: CollectionIndexes = {
  collection: 'payloads',
  indexes: [
    { name: 'seller_time', key: { sellerId: 1, startedAt: -1, _id: -1 } },
    { name: 'seller_store_time', key: { sellerId: 1, storeId: 1, startedAt: -1, _id: -1 } },
    { name: 'store_personal', key: { storeId: 1, startedAt: 1 }, partialFilterExpression: { personal: true } },
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
};

const DAY_MS = 86_400_000;
/** Days until a payload expires. */
export const KEPT_DAYS = { plain: 30, personal: 7 } as const;
const BY_TIME: Readonly<Record<PayloadOrder, KeysetOrder>> = { NEWEST_FIRST: [{ field: 'startedAt', direction: -1 }], OLDEST_FIRST: [{ field: 'startedAt', direction: 1 }] };
/** Ids grow with time. */
const BY_ID: KeysetOrder = [];

export function createPayloadArchive({ db, clock = systemClock, retentionDays = KEPT_DAYS }: PayloadArchiveOptions): PayloadArchive {
  const payloads: Collection<PayloadDocument> = db.collection(payloadIndexes.collection);

  const inserts = createGroupCommit((documents: readonly PayloadDocument[]) => insertAll(payloads, documents));

  async function record(request: OutboundRequest, answered: { direction: PayloadDirection; status: number | null; durationMs: number | null }): Promise<PayloadId> {
    const { marketplace, sellerId, storeId, operation, method, url, headers, body, personal, secrets = [] } = request;
    const startedAt = clock.now();
    const keptMs = DAY_MS * (personal ? retentionDays.personal : retentionDays.plain);
    const document: PayloadDocument = {
      _id: newId('payload'),
      ...answered,
      ...{ marketplace, sellerId, storeId, operation, method, personal, startedAt },
      url: redactText(url, secrets),
      requestHeaders: toStoredHeaders(headers, secrets),
      requestBody: await toStoredBody(body, secrets),
      responseHeaders: [],
      responseBody: null,
      failure: null,
      correlationId: currentCorrelationId() ?? null,
      expiresAt: new Date(startedAt.getTime() + keptMs),
    };
    const failure = await inserts.add(document);
    if (failure !== null) throw failure;
    return document._id;
  }

  return {
    open: (request) => record(request, { direction: 'OUTBOUND', status: null, durationMs: null }),
    recordInbound: (request) => record(request, { direction: 'INBOUND', status: request.status, durationMs: 0 }),
    async close(id, outcome) {
      await payloads.updateOne({ _id: id }, { $set: await closingFields(outcome) });
    },
    async findPayloads({ sellerId, filter = {}, order = 'NEWEST_FIRST', page }) {
      const { ids, storeId, operation, direction, since, until, correlationId } = filter;
      const wanted: Filter<PayloadDocument> = {
        sellerId,
        ...(ids && { _id: { $in: [...ids] } }),
        ...(storeId && { storeId }),
        ...(operation !== undefined && { operation }),
        ...(direction && { direction }),
        ...(correlationId !== undefined && { correlationId }),
        ...((since ?? until) && { startedAt: { ...(since && { $gte: since }), ...(until && { $lt: until }) } }),
      };
      const found = await findPage(payloads, { filter: wanted, order: ids ? BY_ID : BY_TIME[order], page, projection: { 'requestBody.data': 0, 'responseBody.data': 0 } });
      return { ...found, items: found.items.map(({ node, cursor }) => ({ node: toPayload(node), cursor })) };
    },
    async getPayload({ sellerId, id, revealPersonal = false }) {
      const document = await payloads.findOne({ _id: id, sellerId });
      if (!document) return null;
      const mask = document.personal && !revealPersonal;
      return { ...toPayload(document), requestBody: await toBody(document.requestBody, mask), responseBody: await toBody(document.responseBody, mask) };
    },
    async eraseNames({ storeId, names }) {
      let changed = 0;
      const held = payloads.find({ storeId, personal: true }, { projection: { requestBody: 1, responseBody: 1 }, batchSize: 50 }).sort({ startedAt: 1 });
      for await (const { _id, requestBody, responseBody } of held) {
        const [request, response] = await Promise.all([without(requestBody, names), without(responseBody, names)]);
        if (request === null && response === null) continue;
        await payloads.updateOne({ _id }, { $set: { ...(request && { requestBody: request }), ...(response && { responseBody: response }) } });
        changed += 1;
      }
      return changed;
    },
  };
}

async function closingFields(outcome: OutboundAnswer | OutboundFailure): Promise<Partial<PayloadDocument>> {
  const { durationMs } = outcome;
  if ('failure' in outcome) return { failure: outcome.failure, durationMs };
  const { status, headers, body, secrets = [] } = outcome;
  return { status, durationMs, responseHeaders: toStoredHeaders(headers, secrets), responseBody: await toStoredBody(body, secrets) };
}

/** Null for each that is stored. One that cannot be stored must not take others down with it, so a group that fails is tried one by one. */
async function insertAll(payloads: Collection<PayloadDocument>, documents: readonly PayloadDocument[]): Promise<(Error | null)[]> {
  try {
    await payloads.insertMany([...documents], { ordered: false });
    return documents.map(() => null);
  } catch (error) {
    return documents.length === 1 ? [error as Error] : Promise.all(documents.map((document) => insertOne(payloads, document)));
  }
}

/** Ids are made anew for each payload: a duplicate is one that the group had stored. */
async function insertOne(payloads: Collection<PayloadDocument>, document: PayloadDocument): Promise<Error | null> {
  try {
    await payloads.insertOne(document);
    return null;
  } catch (error) {
    return isDuplicateKey(error) ? null : (error as Error);
  }
}

/** As pairs: a header name may contain what a field name may not. */
function toStoredHeaders(headers: Headers, secrets: readonly string[]): [string, string][] {
  return Object.entries(redactHeaders(headers)).map(([name, value]) => [name, redactText(value, secrets)]);
}

function toPayload({ _id, requestHeaders, requestBody, responseHeaders, responseBody, ...rest }: WithId<PayloadDocument>): Payload {
  return { id: _id, ...rest, requestHeaders: Object.fromEntries(requestHeaders), requestBody: outline(requestBody), responseHeaders: Object.fromEntries(responseHeaders), responseBody: outline(responseBody) };
}

function outline(stored: StoredBody | null): Payload['requestBody'] {
  return stored && { bytes: stored.bytes, sha256: stored.sha256, isExact: stored.isExact };
}

/** Null when there is nothing to take out. */
async function without(stored: StoredBody | null, names: readonly string[]): Promise<StoredBody | null> {
  if (stored === null) return null;
  const { content } = await fromStoredBody(stored);
  const left = withoutNames(content, names);
  return left && (await erasedBody(stored, left));
}

async function toBody(stored: StoredBody | null, mask: boolean): Promise<Payload['requestBody']> {
  if (!stored) return null;
  const body = await fromStoredBody(stored);
  return mask ? { ...body, isExact: false, content: maskPersonalFields(body.content) } : body;
}
