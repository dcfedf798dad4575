import type { Endpoint } from '../access/endpoint.js';
import { notFound } from '../access/errors.js';
import { requireItems, type Batches } from '../batches.js';
import type { Kernel } from '../kernel.js';
import { leafCategory } from '../reference/categories.js';
import type { Content, ListingAttribute } from './listing.js';
import { toIsoWithOffset } from './money-and-time.js';
import { readAttributes } from './read-attributes.js';
import { readImages, text } from './read-create-item.js';
import { attributeKey, varianterOf, type Shelf } from './shelf.js';

type AuditField = 'TITLE' | 'DESCRIPTION' | 'MEDIA' | 'ATTRIBUTE';

interface Audit {
  readonly field: AuditField;
  readonly status: 'RUNNING' | 'SUCCESS' | 'FAIL';
  readonly requestedAt: number;
  readonly decidedAt: number | null;
  readonly reasons: readonly string[];
}

type ContentChange = Partial<Pick<Content, 'title' | 'description' | 'images' | 'attributes'>>;

interface ContentReview {
  readonly sellerId: number;
  readonly contentId: number;
  readonly change: ContentChange;
  readonly requestId: number;
}

const FIELD_OF: Readonly<Record<keyof ContentChange, AuditField>> = { title: 'TITLE', description: 'DESCRIPTION', images: 'MEDIA', attributes: 'ATTRIBUTE' };

/** Changes of product pages: a SUCCESS in the batch has only reached quality control, whose verdict is in update-audits. */
export function updateContentEndpoints({ state, clock, log, settings }: Kernel, batches: Batches, shelf: Shelf): Endpoint[] {
  const audits = state.store<Audit[]>('content-audits');

  const putAudits = ({ sellerId, contentId }: Content, made: readonly Audit[]) => {
    const kept = (audits.get([sellerId, contentId]) ?? []).filter(({ field }) => !made.some((one) => one.field === field));
    audits.put([sellerId, contentId], [...kept, ...made]);
  };

  batches.process('ApprovedProductContentUpdate', (item: Record<string, unknown>, batch) => {
    const content = shelf.content(batch.sellerId, Number(item['contentId']));
    if (!content) return ['İçerik bulunamadı.'];
    const { change, failures } = readContentChange(content, item);
    if (failures.length > 0) return failures;
    putAudits(content, fieldsOf(change).map((field) => ({ field, status: 'RUNNING', requestedAt: clock.now(), decidedAt: null, reasons: [] })));
    clock.after(settings().approvalDelayMs, 'content-review', { sellerId: batch.sellerId, contentId: content.contentId, change, requestId: batch.requestId } satisfies ContentReview);
    return [];
  });

  clock.on('content-review', ({ sellerId, contentId, change, requestId }: ContentReview) => {
    const content = shelf.content(sellerId, contentId);
    if (!content) return;
    const every = settings().rejectEveryNthApproval;
    const isRefused = every > 0 && state.next('reviews') % every === 0;
    const verdict = { status: isRefused ? 'FAIL' : 'SUCCESS', decidedAt: clock.now(), reasons: isRefused ? ['İçerik kurallarına uygun değil'] : [] } as const;
    putAudits(content, fieldsOf(change).map((field) => ({ field, requestedAt: clock.now(), ...verdict })));
    if (isRefused) return;
    shelf.putContent({ ...content, ...change, modifiedAt: clock.now() });
    log.recordEffect({ at: clock.now(), what: 'content', key: `${sellerId}/${contentId}`, old: null, new: change, requestId });
  });

  return [
    {
      method: 'POST',
      path: '/product/sellers/:sellerId/products/content-bulk-update',
      quota: 'product-write',
      style: 'product',
      handle: ({ sellerId, requestId, body }) => batches.open({ sellerId, type: 'ApprovedProductContentUpdate', requestId, items: requireItems(body) }),
    },
    {
      method: 'GET',
      path: '/product/sellers/:sellerId/products/:contentId/update-audits',
      quota: 'product-read',
      style: 'product',
      handle: ({ sellerId, params }) => {
        const content = shelf.content(sellerId, Number(params['contentId']));
        if (!content) throw notFound('content.not.found', 'Content not found');
        return { contentId: content.contentId, updateAudits: (audits.get([sellerId, content.contentId]) ?? []).map(auditView) };
      },
    },
  ];
}

const fieldsOf = (change: ContentChange): AuditField[] => (Object.keys(change) as (keyof ContentChange)[]).map((name) => FIELD_OF[name]);

function auditView({ field, status, requestedAt, decidedAt, reasons }: Audit) {
  return { type: field, status, requestDate: toIsoWithOffset(requestedAt), resultDate: decidedAt === null ? null : toIsoWithOffset(decidedAt), failureReasons: reasons };
}

function readContentChange(content: Content, item: Record<string, unknown>): { change: ContentChange; failures: string[] } {
  const failures: string[] = [];
  const title = text(item['title']);
  const description = text(item['description']);
  const images = readImages(item['images']);
  if (item['title'] !== undefined && (title === '' || title.length > 100)) failures.push('Ürün adı boş veya 100 karakterden uzun olamaz.');
  if (item['description'] !== undefined && (description === '' || description.length > 30_000)) failures.push('Açıklama boş veya 30000 karakterden uzun olamaz.');
  if (item['images'] !== undefined && (images.length < 1 || images.length > 8)) failures.push('Görsel sayısı 1 ile 8 arasında olmalıdır.');
  if (images.some(({ url }) => !url.startsWith('https://'))) failures.push('Görsel adresi https ile başlamalıdır.');
  const attributes = item['attributes'] === undefined ? undefined : readContentAttributes(content, item['attributes'], failures);
  const change = {
    ...(item['title'] === undefined ? {} : { title }),
    ...(item['description'] === undefined ? {} : { description }),
    ...(item['images'] === undefined ? {} : { images }),
    ...(attributes === undefined ? {} : { attributes }),
  };
  if (Object.keys(change).length === 0) failures.push('Güncellenecek alan gönderilmedi.');
  return { change, failures };
}

/** All attributes of the page must be sent; those that make it this page and no other are frozen. */
function readContentAttributes(content: Content, raw: unknown, failures: string[]): ListingAttribute[] {
  const varianter = varianterOf(content.categoryId);
  const read = readAttributes(content.categoryId, raw, (attributeId) => attributeId === varianter);
  failures.push(...read.failures);
  const slicers = leafCategory(content.categoryId)?.attributes.filter(({ slicer }) => slicer) ?? [];
  const isFrozenChanged = slicers.some(({ attributeId }) => attributeKey(read.attributes, attributeId) !== attributeKey(content.attributes, attributeId));
  if (isFrozenChanged) failures.push('Onaylı üründe renk gibi ayırıcı özellikler değiştirilemez.');
  return read.attributes.filter(({ attributeId }) => attributeId !== varianter);
}
