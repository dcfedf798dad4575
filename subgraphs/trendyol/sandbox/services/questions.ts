import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import type { ApiCall, Endpoint } from '../access/endpoint.js';
import { badRequest, notFound } from '../access/errors.js';
import { numberOf, pageOf, slicePage, textOf, wordOf } from '../access/query.js';
import type { Kernel } from '../kernel.js';
import type { Shelf } from '../listings/shelf.js';
import { readBody } from '../packages/seller-actions.js';

const STATUSES = ['WAITING_FOR_ANSWER', 'ANSWERED', 'REPORTED', 'REJECTED', 'UNANSWERED'] as const;

interface Question {
  readonly id: number;
  readonly sellerId: number;
  readonly barcode: string;
  readonly contentId: number | null;
  readonly productName: string;
  readonly text: string;
  readonly userName: string;
  readonly creationDate: number;
  readonly status: (typeof STATUSES)[number];
  readonly answer: { readonly text: string; readonly creationDate: number } | null;
}

const DAY_MS = 86_400_000;
const BASE = '/qna/sellers/:sellerId/questions';
const answerBody = z.looseObject({ text: z.string().min(10).max(2_000) });
const askBody = z.strictObject({ sellerId: z.number(), barcode: z.string(), text: z.string().min(1), userName: z.string().default('A** Y**') });

/** Questions of customers about products, and their answers. */
export function installQuestions(control: Control, { state, clock, log }: Kernel, shelf: Shelf): Endpoint[] {
  const questions = state.store<Question>('questions');
  const require = ({ sellerId, params }: ApiCall): Question => {
    const question = questions.get([sellerId, Number(params['questionId'])]);
    if (!question) throw notFound('question.not.found', 'Question not found');
    return question;
  };

  clock.on('question-close', ({ sellerId, id }: { sellerId: number; id: number }) => {
    const question = questions.get([sellerId, id]);
    if (question?.status === 'WAITING_FOR_ANSWER') questions.put([sellerId, id], { ...question, status: 'UNANSWERED' });
  });

  control.route({
    method: 'POST',
    path: '/questions',
    summary: 'A customer asks about a product.',
    example: { sellerId: 2738001, barcode: 'SBX-1', text: 'Kalıbı dar mı?' },
    body: askBody,
    handle: ({ body: { sellerId, barcode, text, userName } }) => {
      const listing = shelf.listing(sellerId, barcode);
      if (!listing) throw new ControlError(404, 'no such listing');
      return state.transaction(() => {
        const id = state.next('question', 470_000_001);
        const question: Question = { id, sellerId, barcode, contentId: listing.contentId, productName: listing.title, text, userName, creationDate: clock.now(), status: 'WAITING_FOR_ANSWER', answer: null };
        questions.put([sellerId, id], question);
        clock.after(3 * DAY_MS, 'question-close', { sellerId, id });
        return questionView(question);
      });
    },
  });

  return [
    {
      method: 'GET',
      path: `${BASE}/filter`,
      quota: 'question-read',
      style: 'product',
      handle: ({ sellerId, query }) => {
        const status = wordOf(query, 'status', STATUSES);
        const barcode = textOf(query, 'barcode');
        const to = numberOf(query, 'endDate') ?? clock.now();
        // Longer windows are clipped without a word.
        const from = Math.max(numberOf(query, 'startDate') ?? to - 7 * DAY_MS, to - 14 * DAY_MS);
        const isNewestFirst = (wordOf(query, 'orderByDirection', ['ASC', 'DESC']) ?? 'DESC') === 'DESC';
        const found = [...questions.range({ start: [sellerId], end: [sellerId + 1] })]
          .map(({ value }) => value)
          .filter((one) => (status === undefined || one.status === status) && (barcode === undefined || one.barcode === barcode) && one.creationDate >= from && one.creationDate <= to)
          .sort((one, other) => (isNewestFirst ? other.id - one.id : one.id - other.id));
        return slicePage(found.map(questionView), pageOf(query, { defaultSize: 50, maxSize: 50 }));
      },
    },
    { method: 'GET', path: `${BASE}/:questionId`, quota: 'question-read', style: 'product', handle: (call) => questionView(require(call)) },
    {
      method: 'POST',
      path: `${BASE}/:questionId/answers`,
      quota: 'question-answer',
      style: 'product',
      handle: (call) => {
        const question = require(call);
        const { text } = readBody(answerBody, call.body);
        if (question.status !== 'WAITING_FOR_ANSWER') throw badRequest('question.not.waiting', 'Question does not wait for an answer');
        questions.put([question.sellerId, question.id], { ...question, status: 'ANSWERED', answer: { text, creationDate: clock.now() } });
        log.recordEffect({ at: clock.now(), what: 'answer', key: String(question.id), old: null, new: text.length, requestId: call.requestId });
        return undefined;
      },
    },
  ];
}

function questionView({ sellerId: _sellerId, contentId, ...question }: Question) {
  const customerId = 700_000 + (question.id % 1_000);
  return { ...question, customerId, productMainId: contentId, public: true, showUserName: true, imageUrl: '', webUrl: `https://www.example.invalid/p-${contentId ?? 0}`, answeredDateMessage: '' };
}
