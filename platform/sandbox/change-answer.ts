import type { FastifyReply, FastifyRequest } from 'fastify';
import { inAnotherShape, isCount, numbersAsText, pageSizeOf, parsedAnswer, promisingMore, rowsTwice } from './changed-answers.js';
import type { ActiveFault } from './faults.js';

/** Changes what a call that was carried out is answered with. Anything but the JSON of a success is left as it is, unless it is a further page of an endless list. */
export type ChangeAnswer = (fault: ActiveFault, request: FastifyRequest, reply: FastifyReply, payload: unknown) => unknown;

export function createChangeAnswer(): ChangeAnswer {
  const firstPages = new Map<string, string>();
  return (fault, request, reply, payload) => {
    const list = `${fault.id} ${request.method} ${request.url.split('?')[0]}`;
    const page = firstPages.get(list);
    if (page !== undefined) return answerAgain(page, reply);
    if (typeof payload !== 'string' || reply.statusCode >= 300 || !/^\s*[[{]/.test(payload)) return payload;
    // The length that was worked out before is of another text.
    reply.removeHeader('content-length');
    if (fault.kind !== 'endless') return changedBy(fault, payload);
    const size = pageSizeOf({ query: request.query as Record<string, unknown>, body: request.body });
    if (size === null) return payload;
    const first = JSON.stringify(promisingMore(JSON.parse(payload), size));
    firstPages.set(list, first);
    return answerAgain(first, reply);
  };
}

/** Whatever the marketplace made of the request: it may not know the cursor that the page has told. */
function answerAgain(page: string, reply: FastifyReply): string {
  for (const [name, value] of Object.entries(reply.getHeaders())) if (name !== 'content-length' && isCount(name, value)) reply.header(name, '1000000');
  reply.code(200).type('application/json').removeHeader('content-length');
  return page;
}

function changedBy({ kind, of = '', from = '', to = '' }: ActiveFault, payload: string): string {
  if (kind === 'replace') return payload.replaceAll(from, to);
  const body = parsedAnswer(payload);
  if (kind === 'numbers-as-text') return JSON.stringify(numbersAsText(body));
  return JSON.stringify(kind === 'rows-twice' ? rowsTwice(body) : inAnotherShape(body, of));
}
