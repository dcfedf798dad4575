import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Seller } from '../domain/seller.js';
import { answerWith, requestIdOf, type N11Sandbox } from '../n11-sandbox.js';
import { approveLines } from '../operations/approve-lines.js';
import { fileCollectionRequest } from '../operations/file-collection-request.js';
import { listPackages } from '../operations/list-packages.js';
import { setLabourCosts } from '../operations/set-labour-costs.js';
import { splitByLines, splitByQuantity, splitItemRow, type SplitOutcome } from '../operations/split-packages.js';
import { restErrors } from '../wire-errors.js';
import { authenticateRest } from './authenticate.js';

/** Orders and packages. */
export function installRestRoutes(sandbox: N11Sandbox): void {
  const { app } = sandbox.kit;
  const { market } = sandbox;

  app.get('/rest/delivery/v1/shipmentPackages', (request, reply) =>
    withSeller(sandbox, request, reply, (seller) =>
      isWithinRate(sandbox, seller) ? reply.send(listPackages(market, seller.sellerId, request.query as Record<string, unknown>)) : answerWith(reply, restErrors.tooManyRequests()),
    ),
  );

  app.put('/rest/order/v1/update', (request, reply) =>
    withSeller(sandbox, request, reply, ({ sellerId }) => {
      const { lines, status } = bodyOf(request) as { lines?: unknown; status?: unknown };
      if (status !== 'Picking') return answerWith(reply, restErrors.businessRule('status alanı yalnızca Picking olabilir.'));
      if (!Array.isArray(lines) || lines.length === 0) return answerWith(reply, restErrors.businessRule('lines alanı boş olamaz.'));
      const lineIds = lines.map((line: unknown) => (line as { lineId?: unknown } | null)?.lineId);
      return reply.send({ content: sandbox.during(requestIdOf(request), () => approveLines(market, { sellerId, lineIds })) });
    }),
  );

  app.post('/rest/delivery/v1/splitCombinePackage', (request, reply) =>
    withSeller(sandbox, request, reply, ({ sellerId }) => {
      const outcome = sandbox.during(requestIdOf(request), () => splitByLines(market, { sellerId, body: bodyOf(request) }));
      return reply.send(splitAnswer(outcome));
    }),
  );

  app.post('/rest/delivery/v1/splitPackageByQuantity', (request, reply) =>
    withSeller(sandbox, request, reply, ({ sellerId }) => {
      const outcome = sandbox.during(requestIdOf(request), () => splitByQuantity(market, { sellerId, body: bodyOf(request) }));
      const items = 'children' in outcome ? outcome.children.flatMap((pkg) => pkg.lines.map((line) => splitItemRow(pkg, line))) : [];
      return reply.send({ ...splitAnswer(outcome), splitPackageOrderItems: items });
    }),
  );

  app.put('/rest/delivery/v1/collectionRequest', (request, reply) =>
    withSeller(sandbox, request, reply, ({ sellerId }) => {
      const problem = sandbox.during(requestIdOf(request), () => fileCollectionRequest(market, { sellerId, body: bodyOf(request) }));
      return reply.send(problem === undefined ? { code: 200, message: 'success' } : { code: 400, message: problem });
    }),
  );

  app.put('/rest/order/v1/labor-costs', (request, reply) =>
    withSeller(sandbox, request, reply, ({ sellerId }) => reply.send({ content: sandbox.during(requestIdOf(request), () => setLabourCosts(market, { sellerId, body: bodyOf(request) })) })),
  );
}

function withSeller(sandbox: N11Sandbox, request: FastifyRequest, reply: FastifyReply, answer: (seller: Seller) => FastifyReply): FastifyReply {
  const auth = authenticateRest(sandbox.market, request);
  return 'error' in auth ? answerWith(reply, auth.error) : answer(auth.seller);
}

/** The published limit of the order list; the shape of the refusal and the sliding minute are sandbox choices. */
function isWithinRate({ kit }: N11Sandbox, seller: Seller): boolean {
  const { quotaScale, packageRequestsPerMinute } = kit.settings.get();
  if (quotaScale === 0) return true;
  return kit.rates.take(String(seller.sellerId), 'shipmentPackages', { limit: packageRequestsPerMinute * quotaScale, windowMs: 60_000, kind: 'sliding' }).isAllowed;
}

function splitAnswer(outcome: SplitOutcome): object {
  return 'children' in outcome ? { code: 200, message: 'success' } : { code: 400, message: outcome.problem };
}

function bodyOf(request: FastifyRequest): object {
  return typeof request.body === 'object' && request.body !== null && !Buffer.isBuffer(request.body) ? request.body : {};
}
