import { istanbulIsoDate } from './istanbul-time.js';

export interface Question {
  readonly id: number;
  readonly sellerId: number;
  readonly productId: number;
  readonly productTitle: string;
  readonly subject: string;
  readonly question: string;
  readonly answer: string | null;
  readonly fullName: string;
  readonly email: string;
  readonly askedAtMs: number;
  readonly answeredAtMs: number | null;
}

/** A row of GetProductQuestionList: no buyer, no date, no status. */
export function questionRow(question: Question): object {
  return {
    id: question.id,
    productId: question.productId,
    productTitle: question.productTitle,
    questionSubject: question.subject,
    question: question.question,
    answer: question.answer ?? '',
    images: '',
  };
}

/** The body of GetProductQuestionDetail: no id. */
export function questionDetail(question: Question): object {
  return {
    productId: question.productId,
    productTitle: question.productTitle,
    questionSubject: question.subject,
    question: question.question,
    answer: question.answer ?? '',
    fullName: question.fullName,
    email: question.email,
    productStatus: 'Active',
    status: question.answer === null ? 'OPEN' : 'CLOSED',
    questionDate: istanbulIsoDate(question.askedAtMs),
    answeredDate: question.answeredAtMs === null ? '' : istanbulIsoDate(question.answeredAtMs),
    sellerExpose: true,
    buyerExpose: 'Genel',
    images: '',
  };
}
