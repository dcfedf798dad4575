import { createHash, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from './kernel.js';

/** Something kept behind a pre-signed address. */
export interface StoredDocument {
  readonly contentType: string;
  /** Base64; null until it is uploaded. */
  readonly bytes: string | null;
}

/** The store of uploads, results and schemas that stands beside the API, as S3 does beside Amazon's: no token, links that expire. */
export interface Documents {
  /** An empty document and where its bytes are to be put. */
  open(contentType: string): { readonly id: string; readonly url: string };
  /** A document with its bytes. */
  put(contentType: string, bytes: Buffer): string;
  get(id: string): Buffer | null;
  has(id: string): boolean;
  /** Where the bytes can be fetched, for a while. */
  link(id: string): string;
}

export function createDocuments(app: FastifyInstance, kernel: Kernel): Documents {
  const { state, clock, settings, url } = kernel;
  const stored = state.store<StoredDocument>('documents');
  const secret = state.store<string>('document-secret');
  const sign = (id: string, method: string, until: number): string =>
    createHash('sha256').update(`${secretOf()} ${method} ${id} ${until}`).digest('hex');
  const secretOf = (): string => {
    const known = secret.get('secret') ?? randomUUID();
    secret.put('secret', known);
    return known;
  };
  const linkTo = (id: string, method: 'GET' | 'PUT'): string => {
    const until = clock.now() + settings().documentLinkLifeMs;
    return `${url()}/documents/${id}?X-Amz-Expires=${until}&X-Amz-Signature=${sign(id, method, until)}`;
  };
  const isOpenFor = (request: FastifyRequest, method: string): boolean => {
    const { id = '' } = request.params as Record<string, string>;
    const { 'X-Amz-Expires': until = '0', 'X-Amz-Signature': signature = '' } = request.query as Record<string, string>;
    return Number(until) > clock.now() && signature === sign(id, method, Number(until));
  };

  // A scope of its own: here any bytes are taken as they are, malformed JSON too.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.put('/documents/:id', (request, reply) => {
      const { id = '' } = request.params as Record<string, string>;
      const known = stored.get(id);
      if (!known || !isOpenFor(request, 'PUT')) return refuse(reply, 'AccessDenied', 'Request has expired');
      if (request.headers['x-amz-access-token'] !== undefined) return refuse(reply, 'InvalidArgument', 'Only one auth mechanism allowed');
      if ((request.headers['content-type'] ?? '') !== known.contentType) return refuse(reply, 'SignatureDoesNotMatch', 'The content type is not the one the address was made for');
      stored.put(id, { ...known, bytes: (request.body as Buffer).toString('base64') });
      return reply.code(200).send();
    });
    scope.get('/documents/:id', (request, reply) => {
      const { id = '' } = request.params as Record<string, string>;
      const known = stored.get(id);
      if (!known || known.bytes === null || !isOpenFor(request, 'GET')) return refuse(reply, 'AccessDenied', 'Request has expired');
      return reply.type(known.contentType).send(Buffer.from(known.bytes, 'base64'));
    });
  });

  return {
    open(contentType) {
      const id = `amzn1.tortuga.4.eu.${randomUUID()}`;
      stored.put(id, { contentType, bytes: null });
      return { id, url: linkTo(id, 'PUT') };
    },
    put(contentType, bytes) {
      const id = `amzn1.tortuga.4.eu.${randomUUID()}`;
      stored.put(id, { contentType, bytes: bytes.toString('base64') });
      return id;
    },
    get(id) {
      const bytes = stored.get(id)?.bytes;
      return bytes === undefined || bytes === null ? null : Buffer.from(bytes, 'base64');
    },
    has: (id) => stored.get(id) !== undefined,
    link: (id) => linkTo(id, 'GET'),
  };
}

function refuse(reply: FastifyReply, code: string, message: string): FastifyReply {
  return reply.code(403).type('application/xml').send(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
