import { z } from 'zod';
import { endpoint, int64, type Endpoint } from '../access/endpoint.js';
import { invalid, type OzonError } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import type { Desk } from './desk.js';
import { isReadyToShip, type ExemplarBook } from './exemplar-book.js';
import { required } from './list-postings.js';
import type { Posting, PostingProduct } from './posting.js';

const boxShape = z.looseObject({ products: z.array(z.looseObject({ product_id: int64, quantity: z.int().min(1) })).min(1) });
type Box = z.infer<typeof boxShape>;

/** Packing (Ozon says "ship") and dividing. In posting methods `product_id` is the SKU. */
export function packEndpoints(kernel: Kernel, { desk, exemplars }: { desk: Desk; exemplars: ExemplarBook }): Endpoint[] {
  return [
    endpoint({
      path: '/v4/posting/fbs/ship',
      body: z.looseObject({ posting_number: z.string().min(1), packages: z.array(boxShape).min(1), with: z.looseObject({ additional_data: z.boolean().default(false) }).prefault({}) }),
      handle: ({ clientId, body, requestId }) => {
        const posting = required(desk, clientId, body.posting_number);
        requirePackable(posting);
        if (!holdsExactly(posting, body.packages)) throw invalid('HAS_INCORRECT_PRODUCT_QUANTITY');
        if (!isReadyToShip(posting, exemplars.of(posting))) throw invalid('EXEMPLAR_INFO_NOT_FILLED_COMPLETELY');
        const numbers = packAll(kernel, desk, posting, body.packages, requestId);
        return { result: numbers, additional_data: body.with.additional_data ? numbers.map((posting_number) => ({ posting_number, products: [] })) : [] };
      },
    }),
    endpoint({
      path: '/v1/posting/fbs/split',
      body: z.looseObject({ posting_number: z.string().min(1), postings: z.array(boxShape).min(1) }),
      handle: ({ clientId, body, requestId }) => {
        const posting = required(desk, clientId, body.posting_number);
        requirePackable(posting);
        const rest = leftAfter(posting, body.postings);
        if (rest.length === 0) throw invalid('HAS_INCORRECT_PRODUCT_QUANTITY');
        const children = body.postings.map((box) => spawn(desk, posting, productsOf(posting, box), { status: 'awaiting_packaging', substatus: 'posting_created' }, requestId));
        const parent = desk.change(posting, { products: rest, changedAt: Math.max(kernel.clock.now(), posting.changedAt + 1) }, requestId);
        return { parent_posting: splitView(parent), postings: children.map(splitView) };
      },
    }),
    endpoint({
      path: '/v1/posting/fbs/restrictions',
      body: z.looseObject({ posting_number: z.string().min(1) }),
      handle: ({ clientId, body }) => ({ result: { posting_number: required(desk, clientId, body.posting_number).postingNumber, max_posting_weight: 25_000, min_posting_weight: 0, width: 80, length: 120, height: 80, max_posting_price: 500_000, min_posting_price: 0 } }),
    }),
    endpoint({
      path: '/v1/posting/cutoff/set',
      body: z.looseObject({ posting_number: z.string().min(1), new_cutoff_date: z.iso.datetime() }),
      handle: ({ clientId, body, requestId }) => {
        const posting = required(desk, clientId, body.posting_number);
        const wanted = Date.parse(body.new_cutoff_date);
        if (posting.status !== 'awaiting_packaging' || kernel.clock.now() >= posting.shipmentDate || wanted <= kernel.clock.now()) throw invalid('HAS_INCORRECT_STATUS');
        desk.change(posting, { shipmentDate: wanted }, requestId);
        return { result: true };
      },
    }),
  ];
}

function requirePackable({ status }: Posting): void {
  if (status === 'awaiting_packaging') return;
  throw refusalOf(status);
}

function refusalOf(status: Posting['status']): OzonError {
  if (status === 'cancelled') return invalid('POSTING_ALREADY_CANCELLED');
  return ['awaiting_deliver', 'delivering', 'driver_pickup', 'delivered', 'acceptance_in_progress'].includes(status) ? invalid('POSTING_ALREADY_SHIPPED') : invalid('HAS_INCORRECT_STATUS');
}

function packAll({ clock }: Kernel, desk: Desk, posting: Posting, [first, ...others]: readonly Box[], requestId: number): string[] {
  const packed = { status: 'awaiting_deliver', substatus: 'posting_registered', packedAt: clock.now() } as const;
  const own = desk.move(posting, packed.status, packed.substatus, requestId, { packedAt: packed.packedAt, products: first ? productsOf(posting, first) : posting.products });
  return [own.postingNumber, ...others.map((box) => spawn(desk, posting, productsOf(posting, box), packed, requestId).postingNumber)];
}

function spawn(desk: Desk, origin: Posting, products: PostingProduct[], change: Partial<Posting>, requestId: number): Posting {
  const child: Posting = { ...origin, ...change, products, postingNumber: desk.nextNumber(origin.clientId, origin.orderNumber), parentPostingNumber: origin.postingNumber };
  desk.add(child, requestId);
  return child;
}

function productsOf(posting: Posting, { products }: Box): PostingProduct[] {
  return products.map(({ product_id, quantity }) => {
    const line = posting.products.find(({ sku }) => sku === product_id);
    if (!line) throw invalid('UNKNOWN_PRODUCT_DEFINED');
    return { ...line, quantity };
  });
}

function holdsExactly(posting: Posting, boxes: readonly Box[]): boolean {
  boxes.forEach((box) => productsOf(posting, box));
  return posting.products.every(({ sku, quantity }) => unitsOf(boxes, sku) === quantity);
}

function leftAfter(posting: Posting, boxes: readonly Box[]): PostingProduct[] {
  boxes.forEach((box) => productsOf(posting, box));
  const left = posting.products.map((line) => ({ ...line, quantity: line.quantity - unitsOf(boxes, line.sku) }));
  if (left.some(({ quantity }) => quantity < 0)) throw invalid('HAS_INCORRECT_PRODUCT_QUANTITY');
  return left.filter(({ quantity }) => quantity > 0);
}

function unitsOf(boxes: readonly Box[], sku: number): number {
  return boxes.flatMap(({ products }) => products).reduce((sum, { product_id, quantity }) => (product_id === sku ? sum + quantity : sum), 0);
}

function splitView({ postingNumber, products }: Posting): object {
  return { posting_number: postingNumber, products: products.map(({ sku, quantity }) => ({ product_id: sku, quantity })) };
}
