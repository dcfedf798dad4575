import { z } from 'zod';
import { endpoint, int64, NOTHING, type Endpoint } from '../access/endpoint.js';
import { invalid } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import type { Desk } from './desk.js';
import { isReadyToShip, type Exemplar, type ExemplarBook, type ExemplarSheet } from './exemplar-book.js';
import { gtdErrors, markErrors, rnptErrors } from './exemplar-rules.js';
import { required } from './list-postings.js';
import type { Posting } from './posting.js';

const markShape = z.looseObject({ mark: z.string(), mark_type: z.enum(['mandatory_mark', 'jw_uin']) });
const exemplarShape = z.looseObject({ exemplar_id: int64, gtd: z.string().default(''), is_gtd_absent: z.boolean().default(false), rnpt: z.string().default(''), is_rnpt_absent: z.boolean().default(false), marks: z.array(markShape).default([]) });
const setShape = z.looseObject({ posting_number: z.string().min(1), multi_box_qty: z.int().default(0), products: z.array(z.looseObject({ product_id: int64, exemplars: z.array(exemplarShape).min(1) })).min(1) });
const validateShape = z.looseObject({ posting_number: z.string().min(1), products: z.array(z.looseObject({ product_id: int64, exemplars: z.array(z.looseObject({ gtd: z.string().default(''), rnpt: z.string().default(''), marks: z.array(markShape).default([]) })) })).min(1) });
const named = z.looseObject({ posting_number: z.string().min(1) });

export function exemplarEndpoints({ clock, settings }: Kernel, { desk, book }: { desk: Desk; book: ExemplarBook }): Endpoint[] {
  clock.on('check-exemplars', ({ clientId, postingNumber }: { clientId: string; postingNumber: string }) => {
    const posting = desk.byNumber(clientId, postingNumber);
    if (!posting) return;
    const { exemplars, draft } = book.of(posting);
    if (draft) book.put(posting, { exemplars, draft: draft.map((one) => checked(book, posting, one)), isChecking: false });
    else book.put(posting, { exemplars: exemplars.map((one) => checked(book, posting, one)), isChecking: false });
  });

  return [
    endpoint({
      path: '/v6/fbs/posting/product/exemplar/create-or-get',
      body: named,
      handle: ({ clientId, body }) => {
        const posting = required(desk, clientId, body.posting_number);
        return { posting_number: posting.postingNumber, multi_box_qty: 0, products: posting.products.map(({ sku, quantity }) => productView(posting, sku, quantity, book)) };
      },
    }),
    endpoint({
      path: '/v5/fbs/posting/product/exemplar/validate',
      body: validateShape,
      handle: ({ clientId, body }) => {
        required(desk, clientId, body.posting_number);
        return { products: body.products.map(({ product_id, exemplars }) => ({ product_id, exemplars: exemplars.map(verdictView), valid: exemplars.every(isValid), error: '' })) };
      },
    }),
    endpoint({
      path: '/v6/fbs/posting/product/exemplar/set',
      body: setShape,
      handle: ({ clientId, body }) => {
        const posting = required(desk, clientId, body.posting_number);
        if (posting.status !== 'awaiting_packaging' && posting.status !== 'awaiting_deliver') throw invalid("Posting must have 'awaiting_packaging' status");
        const given = new Map(body.products.flatMap(({ product_id, exemplars }) => exemplars.map((one) => [`${product_id}/${one.exemplar_id}`, one])));
        const { exemplars } = book.of(posting);
        const known = new Set(exemplars.map(({ sku, exemplarId }) => `${sku}/${exemplarId}`));
        if ([...given.keys()].some((key) => !known.has(key))) throw invalid('EXEMPLAR_NOT_FOUND');
        const written = exemplars.map((one) => withData(one, given.get(`${one.sku}/${one.exemplarId}`)));
        book.put(posting, posting.status === 'awaiting_deliver' ? { isChecking: true, exemplars, draft: written } : { isChecking: true, exemplars: written });
        clock.after(settings().batchDelayMs, 'check-exemplars', { clientId, postingNumber: posting.postingNumber });
        return NOTHING;
      },
    }),
    endpoint({
      path: '/v5/fbs/posting/product/exemplar/status',
      body: named,
      handle: ({ clientId, body }) => {
        const posting = required(desk, clientId, body.posting_number);
        const sheet = newestOf(book.of(posting));
        const status = sheet.isChecking ? 'validation_in_process' : isReadyToShip(posting, sheet) ? 'ship_available' : 'ship_not_available';
        return { posting_number: posting.postingNumber, status, products: posting.products.map(({ sku }) => ({ product_id: sku, exemplars: sheet.exemplars.filter((one) => one.sku === sku).map(statusView) })) };
      },
    }),
    endpoint({
      path: '/v1/fbs/posting/product/exemplar/update',
      body: named,
      handle: ({ clientId, body }) => {
        const posting = required(desk, clientId, body.posting_number);
        if (posting.status !== 'awaiting_deliver') throw invalid("Posting must have 'awaiting_deliver' status");
        const sheet = newestOf(book.of(posting));
        if (sheet.isChecking || !isReadyToShip(posting, sheet)) throw invalid('EXEMPLAR_INFO_NOT_FILLED_COMPLETELY');
        book.put(posting, sheet);
        return NOTHING;
      },
    }),
  ];
}

/** The sheet with what was handed in last, saved or not. */
function newestOf({ exemplars, draft, isChecking }: ExemplarSheet): ExemplarSheet {
  return { exemplars: draft ?? exemplars, isChecking };
}

type GivenExemplar = z.infer<typeof exemplarShape>;

function withData(one: Exemplar, given: GivenExemplar | undefined): Exemplar {
  if (!given) return one;
  const check = (text: string) => (text === '' ? ('' as const) : ('processing' as const));
  return {
    ...one,
    gtd: given.gtd,
    isGtdAbsent: given.is_gtd_absent,
    gtdCheck: check(given.gtd),
    gtdErrors: [],
    rnpt: given.rnpt,
    isRnptAbsent: given.is_rnpt_absent,
    rnptCheck: check(given.rnpt),
    rnptErrors: [],
    marks: given.marks.map(({ mark, mark_type }) => ({ mark, type: mark_type, check: 'processing', errors: [] })),
  };
}

/** A mark belongs to one unit for ever: twice in a posting, or on two postings, is refused. */
function checked(book: ExemplarBook, posting: Posting, one: Exemplar): Exemplar {
  const marks = one.marks.map((mark) => {
    const holder = book.holderOf(mark.mark);
    const place = `${posting.postingNumber}/${one.exemplarId}`;
    const errors = [...(mark.type === 'mandatory_mark' ? markErrors(mark.mark) : []), ...(holder !== undefined && holder !== place ? ['MARK_ALREADY_USED'] : [])];
    if (errors.length === 0) book.hold(mark.mark, place);
    return { ...mark, errors, check: errors.length === 0 ? ('passed' as const) : ('failed' as const) };
  });
  const gtd = one.gtd === '' ? [] : gtdErrors(one.gtd);
  const rnpt = one.rnpt === '' ? [] : rnptErrors(one.rnpt);
  const verdict = (text: string, errors: readonly string[]) => (text === '' ? ('' as const) : errors.length === 0 ? ('passed' as const) : ('failed' as const));
  return { ...one, marks, gtdErrors: gtd, gtdCheck: verdict(one.gtd, gtd), rnptErrors: rnpt, rnptCheck: verdict(one.rnpt, rnpt) };
}

function productView({ requirements, ...posting }: Posting, sku: number, quantity: number, book: ExemplarBook): object {
  const exemplars = book.of({ ...posting, requirements }).exemplars.filter((one) => one.sku === sku);
  return {
    product_id: sku,
    quantity,
    is_mandatory_mark_needed: requirements.mark.includes(sku),
    is_mandatory_mark_possible: true,
    is_gtd_needed: requirements.gtd.includes(sku),
    is_rnpt_needed: requirements.rnpt.includes(sku),
    is_jw_uin_needed: false,
    exemplars: exemplars.map(({ exemplarId, gtd, isGtdAbsent, rnpt, isRnptAbsent, marks }) => ({ exemplar_id: exemplarId, gtd, is_gtd_absent: isGtdAbsent, rnpt, is_rnpt_absent: isRnptAbsent, marks: marks.map(({ mark, type }) => ({ mark, mark_type: type })) })),
  };
}

function statusView({ exemplarId, gtd, gtdCheck, gtdErrors: ofGtd, rnpt, rnptCheck, rnptErrors: ofRnpt, marks }: Exemplar): object {
  return {
    exemplar_id: exemplarId,
    gtd,
    gtd_check_status: gtdCheck,
    gtd_error_codes: ofGtd,
    rnpt,
    rnpt_check_status: rnptCheck,
    rnpt_error_codes: ofRnpt,
    marks: marks.map(({ mark, type, check, errors }) => ({ mark, mark_type: type, check_status: check, error_codes: errors })),
  };
}

type GivenForValidation = z.infer<typeof validateShape>['products'][number]['exemplars'][number];

function isValid({ gtd, rnpt, marks }: GivenForValidation): boolean {
  return (gtd === '' || gtdErrors(gtd).length === 0) && (rnpt === '' || rnptErrors(rnpt).length === 0) && marks.every(({ mark, mark_type }) => mark_type !== 'mandatory_mark' || markErrors(mark).length === 0);
}

function verdictView(one: GivenForValidation): object {
  const errors = [...(one.gtd === '' ? [] : gtdErrors(one.gtd)), ...(one.rnpt === '' ? [] : rnptErrors(one.rnpt))];
  const marks = one.marks.map(({ mark, mark_type }) => ({ mark, mark_type, valid: mark_type !== 'mandatory_mark' || markErrors(mark).length === 0, errors: mark_type === 'mandatory_mark' ? markErrors(mark) : [] }));
  return { gtd: one.gtd, rnpt: one.rnpt, marks, valid: isValid(one), errors };
}
