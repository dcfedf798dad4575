import { attributesBody, categoriesBody } from '../catalogue/catalogue.js';
import { answerWith, type N11Sandbox } from '../n11-sandbox.js';
import { cdnErrors } from '../wire-errors.js';
import { authenticateCdn } from './authenticate.js';

/** Categories and attributes. */
export function installCdnRoutes({ kit, market }: N11Sandbox): void {
  kit.app.get('/cdn/categories', (request, reply) => {
    const auth = authenticateCdn(market, request);
    return 'error' in auth ? answerWith(reply, auth.error) : reply.send(categoriesBody());
  });

  kit.app.get<{ Params: { categoryId: string } }>('/cdn/category/:categoryId/attribute', (request, reply) => {
    const auth = authenticateCdn(market, request);
    if ('error' in auth) return answerWith(reply, auth.error);
    const body = attributesBody(Number(request.params.categoryId));
    return body ? reply.send(body) : answerWith(reply, cdnErrors.invalidInput());
  });
}
