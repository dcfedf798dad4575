import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { graphiqlPage, type GraphiqlPageOptions } from './graphiql-page.js';

export type { GraphiqlPageOptions } from './graphiql-page.js';

const require = createRequire(import.meta.url);

/** Served from the installed packages, so that the page works without any network but the hub. */
const ASSETS: Readonly<Record<string, { of: string; file: string; type: string }>> = {
  'react.js': { of: 'react', file: 'umd/react.production.min.js', type: 'text/javascript' },
  'react-dom.js': { of: 'react-dom', file: 'umd/react-dom.production.min.js', type: 'text/javascript' },
  'graphiql.js': { of: 'graphiql', file: 'graphiql.min.js', type: 'text/javascript' },
  'graphiql.css': { of: 'graphiql', file: 'graphiql.min.css', type: 'text/css' },
};

/** `GET /` and `GET /graphql` from a browser show GraphiQL; any other GET goes on to `next`. */
export function serveGraphiql(app: FastifyInstance, { paths, page, isOpen, next }: { paths: readonly string[]; page: GraphiqlPageOptions; isOpen: boolean; next: RouteHandlerMethod }): void {
  const html = graphiqlPage(page, { isOpen });
  for (const path of paths) {
    app.get(path, async function (request, reply) {
      return wantsPage(request) ? reply.type('text/html; charset=utf-8').send(html) : next.call(this, request, reply);
    });
  }
  app.get<{ Params: { name: string } }>('/graphiql/:name', async ({ params: { name } }, reply) => {
    const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    if (!asset) return reply.code(404).send({ message: 'There is no such file.' });
    return reply.type(asset.type).header('cache-control', 'public, max-age=86400').send(await readFile(join(dirname(require.resolve(`${asset.of}/package.json`)), asset.file)));
  });
}

function wantsPage({ headers, query }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true && !(query as Record<string, unknown>)['query'];
}
