import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import { cancelRow, decided, isReturnOpen, returnRow, type CancelClaim, type CancelStatus, type ReturnClaim, type ReturnStatus } from '../domain/claim.js';
import type { Market } from '../market.js';
import type { N11Sandbox } from '../n11-sandbox.js';
import { saveCancel } from '../operations/decide-cancels.js';
import { saveReturn } from '../operations/decide-returns.js';
import { findProduct } from '../products-store.js';
import { sellerOfCall } from './seller-control.js';

const questionBody = z.strictObject({ sellerId: z.int().optional(), stockCode: z.string(), subject: z.string().default('Ürün özellikleri'), question: z.string().min(1) });

/** What buyers, carriers and the system do to claims and questions. */
export function installClaimControl(sandbox: N11Sandbox): void {
  const { kit, market } = sandbox;
  const onReturn = (path: string, summary: string, to: ReturnStatus, executer: ReturnClaim['executer']): void =>
    kit.control.route({ method: 'POST', path: `/returns/:id/${path}`, summary, handle: ({ params }) => sandbox.during(null, () => moveReturn(market, params['id'] ?? '', to, executer)) });

  onReturn('arrive', 'The goods are back at the seller: APPROVAL_WAITING.', 'APPROVAL_WAITING', 'SHIPMENT');
  onReturn('cancel', 'The buyer keeps the goods after all: CANCELLED.', 'CANCELLED', 'BUYER');
  kit.control.route({
    method: 'POST',
    path: '/cancels/:id/retract',
    summary: 'The buyer takes a cancel request back: RETRACTED.',
    handle: ({ params }) => sandbox.during(null, () => retractCancel(market, params['id'] ?? '')),
  });
  kit.control.route({
    method: 'POST',
    path: '/questions',
    summary: 'A buyer asks about a product.',
    example: { stockCode: 'ELB-1-M', question: 'Kumaşı esnek mi?' },
    body: questionBody,
    handle: ({ body }) => sandbox.during(null, () => ask(market, body)),
  });
}

function moveReturn(market: Market, id: string, to: ReturnStatus, executer: ReturnClaim['executer']): object {
  const claim = [...market.returns.range()].map(({ value }) => value).find((candidate) => String(candidate.id) === id);
  if (!claim) throw new ControlError(404, 'no such return');
  if (!isReturnOpen(claim)) throw new ControlError(409, `the return is ${claim.status}`);
  const moved = decided<ReturnStatus, ReturnClaim>(claim, to, executer, market.nowMs());
  saveReturn(market, moved);
  return returnRow(moved);
}

function retractCancel(market: Market, id: string): object {
  const claim = [...market.cancels.range()].map(({ value }) => value).find((candidate) => String(candidate.id) === id);
  if (!claim) throw new ControlError(404, 'no such cancel request');
  if (claim.status !== 'REQUESTED') throw new ControlError(409, `the cancel request is ${claim.status}`);
  return cancelRow(saveCancel(market, decided<CancelStatus, CancelClaim>(claim, 'RETRACTED', 'BUYER', market.nowMs())));
}

function ask(market: Market, body: z.infer<typeof questionBody>): object {
  const { sellerId } = sellerOfCall(market, body.sellerId);
  const product = findProduct(market, sellerId, body.stockCode);
  if (!product) throw new ControlError(404, 'no such listing');
  const question = {
    id: market.next('question'),
    sellerId,
    productId: product.n11ProductId,
    productTitle: product.title,
    subject: body.subject,
    question: body.question,
    answer: null,
    fullName: 'Deniz Alıcı',
    email: 'alici@example.invalid',
    askedAtMs: market.nowMs(),
    answeredAtMs: null,
  };
  market.questions.put([sellerId, question.id], question);
  return question;
}
