import { callOf } from '../../../../platform/sandbox/call.js';
import { attributesBody, categoryRows, leafCategory, valueRows } from '../catalogue/catalogue.js';
import { TICKET_FIELDS } from '../domain/ticket.js';
import { PRODUCT_STATUSES, productRow, statusRow, type Product, type ProductStatus } from '../domain/product.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { ofSeller } from '../market.js';
import { decidePreMatch, importProducts, importTicket, requestRemoval } from '../operations/take-catalogue-files.js';
import { mpop, type Answer } from './answer.js';
import { installEndpoint, type Endpoint, type ServiceCall } from './endpoint.js';
import { jsonFileOf } from './multipart.js';

/** Categories, imports and their results, content tickets. */
export function installCatalogueRoutes(sandbox: HepsiburadaSandbox): void {
  const route = (method: Endpoint['method'], path: string, handle: (call: ServiceCall) => Answer | Promise<Answer>): void => installEndpoint(sandbox, { service: 'mpop', method, path, handle });
  route('GET', '/product/api/categories/get-all-categories', listCategories);
  route('GET', '/product/api/categories/:categoryId/attributes', ({ params }) => withLeaf(params, (leaf) => mpop.data(attributesBody(leaf))));
  route('GET', '/product/api/categories/:categoryId/attribute/:attributeId/values', ({ params, query }) =>
    withLeaf(params, (leaf) => {
      const rows = valueRows(leaf, params['attributeId'] ?? '');
      return rows === undefined ? mpop.failure(1004, 'Attribute not found') : paged(rows, query, 1_000);
    }),
  );
  route('POST', '/product/api/products/import', async (call) => {
    const file = await jsonFileOf(call);
    if (!Array.isArray(file) || file.length === 0) return mpop.failure(4001, 'Dosya okunamadı');
    countItems(call, file.length);
    return mpop.data({ trackingId: importProducts(sandbox, call, file) });
  });
  route('GET', '/product/api/products/status/:trackingId', (call) => taskStatus(sandbox, call));
  route('POST', '/product/api/products/check-product-status', (call) => checkStatus(sandbox, call));
  route('GET', '/product/api/products/products-by-merchant-and-status', (call) => byStatus(sandbox, call));
  route('GET', '/product/api/products/all-products-of-merchant/:merchantId', (call) => allProducts(sandbox, call));
  for (const decision of ['approve', 'reject'] as const) route('POST', `/product/api/products/${decision}-prematch`, (call) => mpop.data(decidePreMatch(sandbox, call, decision)));
  route('POST', '/product/api/products/delete-process', (call) => (Array.isArray(call.body) ? mpop.data({ trackingId: requestRemoval(sandbox, call, call.body) }) : mpop.failure(4001, 'Liste okunamadı')));
  route('GET', '/product/api/products/delete-process/:trackingId', (call) => removalStatus(sandbox, call));
  route('POST', '/ticket-api/api/integrator/import', async (call) => {
    const file = (await jsonFileOf(call)) as { merchantId?: unknown; items?: unknown } | undefined;
    if (file?.merchantId !== call.seller.merchantId || !Array.isArray(file.items) || file.items.length === 0) return mpop.failure(4001, 'Dosya okunamadı');
    countItems(call, file.items.length);
    return mpop.data({ trackingId: importTicket(sandbox, call, file.items) });
  });
  route('GET', '/ticket-api/api/integrator/status/:trackingId', (call) => ticketStatus(sandbox, call));
  route('GET', '/ticket-api/api/integrator/merchant/:merchantId/hbSku/:hbSku', (call) => ticketsOfProduct(sandbox, call));
}

function countItems({ request }: ServiceCall, items: number): void {
  const call = callOf(request);
  if (call) call.itemCount = items;
}

function listCategories({ query }: ServiceCall): Answer {
  const rows = categoryRows().filter((row) => (query['leaf'] === undefined || String(row.leaf) === query['leaf']) && (query['available'] === undefined || String(row.available) === query['available']));
  return paged(rows, query, 2_000);
}

function withLeaf(params: ServiceCall['params'], answer: (leaf: NonNullable<ReturnType<typeof leafCategory>>) => Answer): Answer {
  const leaf = leafCategory(Number(params['categoryId']));
  return leaf ? answer(leaf) : mpop.failure(1003, 'Category is not a leaf');
}

function taskStatus({ market }: HepsiburadaSandbox, { seller, params, query }: ServiceCall): Answer {
  const task = market.tasks.get([seller.merchantId, params['trackingId'] ?? '']);
  if (task?.kind !== 'IMPORT') return mpop.failure(4007, 'Tracking id not found');
  const rows = task.items.flatMap(({ key, change }) => {
    // A refused item never reached the products; what the file said of it is kept with the task.
    const product = change === undefined ? market.products.get([seller.merchantId, key]) : (change as unknown as Product);
    return product ? [statusRow(product)] : [];
  });
  return paged(rows, query, 1_000);
}

function checkStatus({ market }: HepsiburadaSandbox, { seller, body }: ServiceCall): Answer {
  const asked = (Array.isArray(body) ? body : []) as { merchant?: unknown; merchantSkuList?: unknown }[];
  return mpop.data(
    asked.map(({ merchant, merchantSkuList }) => ({
      merchant,
      skuStatusList: (Array.isArray(merchantSkuList) ? merchantSkuList : []).flatMap((sku) => {
        const product = merchant === seller.merchantId ? market.products.get([seller.merchantId, String(sku)]) : undefined;
        return product ? [{ merchantSku: String(sku), status: product.status }] : [];
      }),
    })),
  );
}

function byStatus({ market }: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  const wanted = query['productStatus'];
  if (!PRODUCT_STATUSES.includes(wanted as ProductStatus)) return mpop.serverError();
  return paged(ofSeller(market.products, seller.merchantId).filter(({ status }) => status === wanted).map(statusRow), query, 1_000);
}

function allProducts({ market }: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  const fits = (product: Product): boolean => (['barcode', 'merchantSku', 'hbSku'] as const).every((name) => query[name] === undefined || product[name] === query[name]);
  return paged(ofSeller(market.products, seller.merchantId).filter(fits).map(productRow), query, 1_000);
}

function removalStatus({ market }: HepsiburadaSandbox, { seller, params }: ServiceCall): Answer {
  const task = market.tasks.get([seller.merchantId, params['trackingId'] ?? '']);
  if (task?.kind !== 'DELETE') return mpop.failure(4007, 'Tracking id not found');
  const deletedProductList = task.items.map(({ key, error }) => ({ merchant: seller.merchantId, merchantSku: key, deleted: task.isDone && error === null, errorMessage: error }));
  return mpop.data({ id: task.trackingId, trackingId: task.trackingId, deletedProductList, completed: task.isDone });
}

/** Each ticket tells per field what became of it; all are refused of a product that nobody knows. */
function ticketStatus({ market }: HepsiburadaSandbox, { seller, params, query }: ServiceCall): Answer {
  const task = market.tasks.get([seller.merchantId, params['trackingId'] ?? '']);
  if (task?.kind !== 'TICKET') return mpop.failure(4007, 'Tracking id not found');
  const rows = task.items.map(({ key, error, fields }) => {
    const undecided = TICKET_FIELDS.map((fieldName) => ({ fieldName, status: task.isDone ? 'REJECTED' : 'IN_PROGRESS', rejectReason: error }));
    return { hbSku: key, merchantId: seller.merchantId, status: task.isDone ? 'COMPLETED' : 'UNCOMPLETED', fields: fields ?? undecided };
  });
  return paged(rows, query, 1_000);
}

/** The tickets a product has had, newest first (shape: sandbox choice). */
function ticketsOfProduct({ market }: HepsiburadaSandbox, { seller, params, query }: ServiceCall): Answer {
  const tickets = ofSeller(market.tasks, seller.merchantId).filter(({ kind, items }) => kind === 'TICKET' && items.some(({ key }) => key === params['hbSku']));
  return paged(tickets.reverse().map(({ trackingId, createdAtMs, isDone }) => ({ trackingId, createdAt: new Date(createdAtMs).toISOString(), status: isDone ? 'COMPLETED' : 'UNCOMPLETED' })), query, 1_000);
}

function paged(rows: readonly unknown[], query: ServiceCall['query'], maxSize: number): Answer {
  const page = Number(query['page'] ?? 0);
  const size = Math.min(Number(query['size'] ?? 1_000), maxSize);
  if (!Number.isInteger(page) || !Number.isInteger(size) || page < 0 || size < 1) return mpop.failure(1000, 'page and size must be numbers');
  const content = rows.slice(page * size, (page + 1) * size);
  const totalPages = Math.ceil(rows.length / size);
  return mpop.data(content, { totalElements: rows.length, totalPages, number: page, numberOfElements: content.length, first: page === 0, last: page + 1 >= totalPages });
}
