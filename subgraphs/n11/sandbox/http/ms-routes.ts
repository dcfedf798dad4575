import type { FastifyReply, FastifyRequest } from 'fastify';
import { callOf } from '../../../../platform/sandbox/call.js';
import type { Seller } from '../domain/seller.js';
import { integer } from '../domain/sku-fields.js';
import { taskAnswer, taskDetails, type TaskKind } from '../domain/task.js';
import { answerWith, requestIdOf, type N11Sandbox } from '../n11-sandbox.js';
import { queryProducts } from '../operations/query-products.js';
import { submitTask } from '../operations/submit-task.js';
import { msErrors, unavailable } from '../wire-errors.js';
import { authenticateMs } from './authenticate.js';

const taskPaths: Record<string, TaskKind> = {
  '/ms/product/tasks/product-create': 'create',
  '/ms/product/tasks/product-update': 'update',
  '/ms/product/tasks/price-stock-update': 'priceStock',
  '/ms/product/tasks/product-delete': 'delete',
};

const MAX_PAGE_SIZE = 1_000;

/** Products: tasks in, task results and the listing out. */
export function installMsRoutes(sandbox: N11Sandbox): void {
  const { app } = sandbox.kit;
  for (const [path, kind] of Object.entries(taskPaths)) {
    app.post(path, (request, reply) => withSeller(sandbox, request, reply, (seller) => takeTask(sandbox, request, reply, { seller, kind })));
  }
  app.post('/ms/product/task-details/page-query', (request, reply) => withSeller(sandbox, request, reply, (seller) => showTask(sandbox, request, reply, seller)));
  app.get('/ms/product-query', (request, reply) =>
    withSeller(sandbox, request, reply, (seller) => {
      const answer = queryProducts(sandbox.market, seller, request.query as Record<string, unknown>);
      if ('page' in answer) return reply.send(answer.page);
      return answerWith(reply, answer.bad.exception === 'ConstraintViolationException' ? msErrors.constraint(answer.bad.text) : msErrors.illegalArgument(answer.bad.text));
    }),
  );
}

/** What N11 says to a path under `/ms` that no service takes: services that exist say so in JSON, the rest is not routed at all. */
export function answerUnknownMsPath(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0] ?? '';
  const isRouted = /^\/ms\/(product-query|product\/tasks|product\/task-details)(\/|$)/.test(path);
  return answerWith(reply, isRouted ? msErrors.noHandler(request.method, path.replace('/ms', '')) : unavailable());
}

function withSeller(sandbox: N11Sandbox, request: FastifyRequest, reply: FastifyReply, answer: (seller: Seller) => FastifyReply): FastifyReply {
  const auth = authenticateMs(sandbox.market, request);
  return 'error' in auth ? answerWith(reply, auth.error) : answer(auth.seller);
}

function takeTask(sandbox: N11Sandbox, request: FastifyRequest, reply: FastifyReply, { seller, kind }: { seller: Seller; kind: TaskKind }): FastifyReply {
  const { kit, market } = sandbox;
  if (typeof request.body !== 'object' || Buffer.isBuffer(request.body)) return answerWith(reply, msErrors.unreadableBody());
  const requestId = requestIdOf(request);
  const task = sandbox.during(requestId, () => {
    const taken = submitTask(market, { seller, kind, body: request.body });
    if (taken.status === 'IN_QUEUE') kit.clock.after(kit.settings.get().batchDelayMs, 'task', { sellerId: seller.sellerId, taskId: taken.id, requestId });
    return taken;
  });
  const call = callOf(request);
  if (call) call.itemCount = task.skus.length;
  return reply.send(taskAnswer(task));
}

function showTask({ market }: N11Sandbox, request: FastifyRequest, reply: FastifyReply, seller: Seller): FastifyReply {
  if (typeof request.body !== 'object' || request.body === null || Buffer.isBuffer(request.body)) return answerWith(reply, msErrors.unreadableBody());
  const { taskId, pageable } = request.body as { taskId?: unknown; pageable?: { page?: unknown; size?: unknown } };
  const page = integer(pageable?.page ?? 0);
  const size = integer(pageable?.size ?? MAX_PAGE_SIZE);
  if (integer(taskId) === undefined || page === undefined || page < 0 || size === undefined || size < 1) return answerWith(reply, msErrors.illegalArgument('taskId'));
  const task = market.tasks.get([seller.sellerId, Number(taskId)]);
  return task ? reply.send(taskDetails(task, { page, size: Math.min(size, MAX_PAGE_SIZE) })) : answerWith(reply, msErrors.illegalArgument(`Task not found: ${String(taskId)}`));
}
