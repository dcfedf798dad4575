import { questionDetail, questionRow, type Question } from '../domain/question.js';
import { ofSeller } from '../market.js';
import { child, failure, success, textOf, type SoapFields } from '../soap.js';
import { isInPeriod, soapPage, type SoapCall, type SoapService } from './ws-service.js';

const MAX_PAGE_SIZE = 100;

export const productService: SoapService = {
  GetProductQuestionList: (call) => {
    if (!isWithinRate(call)) return failure('SELLER_API.getProductQuestionListRequest.accessLimit.reached', 'Ürün soruları 1 dakikada bir kez listelenebilmektedir.');
    const search = child(call.fields, 'productQuestionSearch');
    const found = ofSeller(call.sandbox.market.questions, call.seller.sellerId).filter((question) => matches(search, question));
    const { items, pagingData } = soapPage(found, call.fields, pageSizeOf(call.fields));
    return { ...success, productQuestions: { productQuestion: items.map(questionRow) }, pagingData };
  },
  /** An unknown question is a success without a question. */
  GetProductQuestionDetail: ({ sandbox, seller, fields }) => {
    const question = sandbox.market.questions.get([seller.sellerId, Number(textOf(fields, 'productQuestionId') ?? 0)]);
    return question ? { ...success, productQuestion: questionDetail(question) } : success;
  },
  SaveProductAnswer: ({ sandbox: { market }, seller, fields }) => {
    const question = market.questions.get([seller.sellerId, Number(textOf(fields, 'productQuestionId') ?? 0)]);
    const answer = textOf(fields, 'answer') ?? textOf(fields, 'content');
    if (!question) return failure('SELLER_API.productQuestion.notFound', 'Soru bulunamadı.');
    if (question.answer !== null) return failure('SELLER_API.productQuestion.answered', 'Soru daha önce cevaplanmıştır.');
    if (answer === undefined || answer.length > 2_048) return failure('SELLER_API.productQuestion.invalidAnswer', 'Cevap 1 ile 2048 karakter arasında olmalıdır.');
    market.questions.put([seller.sellerId, question.id], { ...question, answer, answeredAtMs: market.nowMs() });
    market.note('question', String(question.id), null, 'CLOSED');
    return success;
  },
};

function isWithinRate({ sandbox: { kit }, seller }: SoapCall): boolean {
  if (kit.settings.get().quotaScale === 0) return true;
  return kit.rates.take(String(seller.sellerId), 'questionList', { limit: 1, windowMs: 60_000, kind: 'sliding' }).isAllowed;
}

function matches(search: SoapFields, question: Question): boolean {
  const productId = textOf(search, 'productId');
  const status = textOf(search, 'status');
  return (
    (productId === undefined || productId === String(question.productId)) &&
    (status === undefined || status === (question.answer === null ? 'OPEN' : 'CLOSED')) &&
    isInPeriod(search, question.askedAtMs)
  );
}

function pageSizeOf(fields: SoapFields): number {
  const asked = Math.trunc(Number(textOf(child(fields, 'pagingData'), 'pageSize') ?? 20)) || 20;
  return Math.min(MAX_PAGE_SIZE, Math.max(1, asked));
}
