import { z } from 'zod';
import type { ApiCall, Endpoint } from '../access/endpoint.js';
import { badRequest, notFound } from '../access/errors.js';
import type { QuotaGroup } from '../access/quotas.js';
import { listOf, numberOf, pageOf, slicePage, textOf, wordOf, type Query } from '../access/query.js';
import type { Desk } from '../packages/desk.js';
import { readBody } from '../packages/seller-actions.js';
import type { ClaimBook } from './claim-book.js';
import { CLAIM_ITEM_STATUSES, claimView, CUSTOMER_REASONS, ISSUE_REASONS, type Claim } from './claim.js';

const BASE = '/order/sellers/:sellerId/claims';
const LONGEST_DESCRIPTION = 500;

const approveBody = z.looseObject({ claimLineItemIdList: z.array(z.string()).min(1), params: z.record(z.string(), z.unknown()).optional() });
const createBody = z.looseObject({
  orderNumber: z.string(),
  claimItems: z.array(z.looseObject({ barcode: z.string(), quantity: z.int().min(1), reasonId: z.number().optional(), customerNote: z.string().optional() })).min(1),
});

/** Returns: read, accept, dispute, and create in a customer's name. */
export function claimEndpoints(book: ClaimBook, desk: Desk): Endpoint[] {
  const endpoint = (method: Endpoint['method'], path: string, quota: QuotaGroup | null, handle: Endpoint['handle'], isForm = false): Endpoint => ({ method, path, quota, style: 'order', handle, isForm });
  return [
    endpoint('GET', BASE, 'claim-read', ({ sellerId, query }) => {
      const request = pageOf(query, { defaultSize: 50, maxSize: 200 });
      return slicePage(book.all(sellerId).filter(claimFilter(query)).map(claimView), request);
    }),
    endpoint('PUT', `${BASE}/:claimId/items/approve`, 'claim-approve', (call) => {
      const claim = requireClaim(book, call);
      const { claimLineItemIdList } = readBody(approveBody, call.body);
      requireWaiting(claim, claimLineItemIdList);
      book.approve(claim, claimLineItemIdList, call.requestId);
      return undefined;
    }),
    endpoint('POST', `${BASE}/:claimId/issue`, 'claim-issue', (call) => dispute(book, call), true),
    endpoint('GET', '/order/claim-issue-reasons', 'claim-read', () => ISSUE_REASONS.map(({ id, name }) => ({ id, name }))),
    endpoint('GET', `${BASE}/items/:claimItemId/audit`, 'claim-read', ({ sellerId, params }) => {
      const audit = book.audit(sellerId, params['claimItemId'] ?? '');
      if (!audit) throw notFound('claim.item.not.found', 'Claim item not found');
      return audit;
    }),
    endpoint('POST', `${BASE}/create`, null, ({ sellerId, requestId, body }) => {
      const { orderNumber, claimItems } = readBody(createBody, body);
      const delivered = desk.byOrder(orderNumber).find((one) => one.supplierId === sellerId && one.status === 'Delivered');
      if (!delivered) throw badRequest('order.not.delivered', 'Order has no delivered package');
      const selection = claimItems.map(({ barcode, quantity }) => {
        const line = delivered.lines.find((one) => one.barcode === barcode && one.quantity >= quantity);
        if (!line) throw badRequest('invalid.barcode', `${barcode} cannot be returned in this quantity`);
        return { lineId: line.lineId, quantity };
      });
      const reason = CUSTOMER_REASONS.find(({ id }) => id === claimItems[0]?.reasonId) ?? CUSTOMER_REASONS[0];
      if (!reason) throw badRequest('invalid.reasonId', 'Unknown reasonId');
      const claim = book.open(delivered, selection, { reason, customerNote: claimItems[0]?.customerNote ?? '', status: 'Created', requestId });
      return { claimId: claim.id, claimItemIds: claim.items.flatMap((item) => item.claimItems.map(({ id }) => id)) };
    }),
  ];
}

function claimFilter(query: Query): (claim: Claim) => boolean {
  const status = wordOf(query, 'claimItemStatus', CLAIM_ITEM_STATUSES);
  const orderNumber = textOf(query, 'orderNumber');
  const claimIds = new Set(listOf(query, 'claimIds'));
  const from = numberOf(query, 'startDate') ?? -Infinity;
  const to = numberOf(query, 'endDate') ?? Infinity;
  return (claim) =>
    (status === undefined || claim.items.some(({ claimItems }) => claimItems.some((item) => item.status === status))) &&
    (orderNumber === undefined || claim.orderNumber === orderNumber) &&
    (claimIds.size === 0 || claimIds.has(claim.id)) &&
    claim.lastModifiedDate >= from &&
    claim.lastModifiedDate <= to;
}

/** Multipart; older clients put the same names into the query string. */
function dispute(book: ClaimBook, call: ApiCall): undefined {
  const claim = requireClaim(book, call);
  const form = call.body instanceof FormData ? call.body : new FormData();
  const field = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : (textOf(call.query, name) ?? '');
  };
  const reason = ISSUE_REASONS.find(({ id }) => id === Number(field('claimIssueReasonId')));
  if (!reason) throw badRequest('invalid.claimIssueReasonId', 'Unknown claimIssueReasonId');
  const description = field('description');
  if (description === '' || description.length > LONGEST_DESCRIPTION) throw badRequest('invalid.description', `description is required and at most ${LONGEST_DESCRIPTION} characters`);
  const hasFile = [...form.values()].some((value) => typeof value !== 'string' && value.size > 0);
  if (reason.needsFile && !hasFile) throw badRequest('file.required', 'A file is required for this reason');
  const itemIds = field('claimItemIdList').split(',').map((id) => id.trim()).filter((id) => id !== '');
  requireWaiting(claim, itemIds);
  book.move(claim, itemIds, 'InAnalysis', { by: 'SUPPLIER', requestId: call.requestId, change: { note: description } });
  return undefined;
}

function requireClaim(book: ClaimBook, { sellerId, params }: ApiCall): Claim {
  const claim = book.byId(sellerId, params['claimId'] ?? '');
  if (!claim) throw notFound('claim.not.found', 'Claim not found');
  return claim;
}

/** Only items that wait for the seller can be acted on. */
function requireWaiting(claim: Claim, itemIds: readonly string[]): void {
  const items = claim.items.flatMap(({ claimItems }) => claimItems);
  if (itemIds.length === 0) throw badRequest('invalid.claimItemIdList', 'At least one claim item is required');
  for (const id of itemIds) {
    const item = items.find((one) => one.id === id);
    if (!item) throw badRequest('claim.item.not.found', `Claim item ${id} is not in this claim`);
    if (item.status !== 'WaitingInAction') throw badRequest('invalid.claim.item.status', `Claim item ${id} is ${item.status}`);
  }
}
