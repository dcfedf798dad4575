import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** Refusal of a control call; answered as `{ error, details? }`. */
export class ControlError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
  }
}

export interface ControlRoute<B, Q> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/_sandbox`, such as `/orders/:orderNumber/cancel`; empty for the root. */
  readonly path: string;
  /** One sentence, shown by `GET /_sandbox`. */
  readonly summary: string;
  /** Shown by `GET /_sandbox`: an example body or query. */
  readonly example?: unknown;
  readonly body?: z.ZodType<B>;
  readonly query?: z.ZodType<Q>;
  readonly handle: (call: ControlCall<B, Q>) => unknown;
}

export interface ControlCall<B, Q> {
  readonly body: B;
  readonly query: Q;
  readonly params: Readonly<Record<string, string>>;
}

/** The part of a sandbox no marketplace has: it looks inside, places orders, breaks things and moves time. */
export interface Control {
  route<B = unknown, Q = unknown>(route: ControlRoute<B, Q>): void;
}

export function createControl(app: FastifyInstance, name: string): Control {
  const listed: { call: string; summary: string; example?: unknown }[] = [];

  const route = <B, Q>(added: ControlRoute<B, Q>): void => {
    listed.push({
      call: `${added.method} /_sandbox${added.path}`,
      summary: added.summary,
      ...(added.example === undefined ? {} : { example: added.example }),
    });
    app.route({
      method: added.method,
      url: `/_sandbox${added.path}`,
      errorHandler: answerError,
      handler: async (request: FastifyRequest) =>
        (await added.handle({
          body: (added.body ? added.body.parse(request.body ?? {}) : request.body) as B,
          query: (added.query ? added.query.parse(request.query) : request.query) as Q,
          params: request.params as Record<string, string>,
        })) ?? { ok: true },
    });
  };

  const control = { route };
  control.route({ method: 'GET', path: '', summary: 'This list.', handle: () => ({ sandbox: name, calls: listed }) });
  return control;
}

function answerError(error: Error & { statusCode?: number }, _request: FastifyRequest, reply: FastifyReply): void {
  const isInvalid = error instanceof z.ZodError;
  const status = error instanceof ControlError ? error.status : (error.statusCode ?? 500);
  void reply
    .code(isInvalid ? 400 : status)
    .send(isInvalid ? { error: 'invalid call', details: error.issues } : { error: error.message });
}
