import type { Dispatcher } from 'undici';
import { TransportError } from './contract.js';

/** One request on the wire: no retry, no judgement of the status. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly timeoutMs: number;
  /** A request that is not safe is not given up for `signal` once it has been written: its answer is worth waiting for. */
  readonly safe: boolean;
  readonly mayLeave?: () => boolean;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The caller gave the request up; no sign of trouble at the marketplace. */
export class CancelledError extends TransportError {
  constructor(reached: TransportError['reached'], cause: unknown) {
    super({ kind: 'TIMEOUT', reached, message: 'the request was cancelled', cause });
  }
}

const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * Sends once and collects the answer; throws TransportError. undici tells when a request starts on a connection: what
 * fails before that (a refused connection, a full pool) has not reached anyone, what fails after it may have.
 */
export function exchange(pool: Dispatcher, request: WireRequest, signal?: AbortSignal): Promise<WireAnswer> {
  const { method, path, headers, body, timeoutMs, safe, mayLeave = () => true } = request;
  return new Promise((resolve, onError) => {
    let controller: Dispatcher.DispatchController | undefined;
    let isOver = false;
    let answer: { status: number; headers: Record<string, string> } | undefined;
    const chunks: Buffer[] = [];
    let received = 0;

    function settle(act: () => void): void {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      act();
    }
    function reject(error: TransportError): void {
      settle(() => {
        controller?.abort(error);
        onError(error);
      });
    }
    function fail(kind: 'TIMEOUT' | 'NETWORK', message: string, cause?: unknown): void {
      reject(new TransportError({ kind, reached: reached(), message, cause }));
    }
    function reached(): TransportError['reached'] {
      return controller ? 'MAYBE' : 'NO';
    }
    function onAbort(): void {
      if (!controller || safe) reject(new CancelledError(reached(), signal?.reason));
    }

    const timer = setTimeout(() => fail('TIMEOUT', `no complete answer within ${timeoutMs} ms`), timeoutMs);
    signal?.addEventListener('abort', onAbort);

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        if (!safe && !isOver && !controller && !mayLeave()) reject(new CancelledError('NO', new Error('its caller has lost the right to send it')));
        // Started twice: undici is about to repeat what it had already begun to send.
        if (isOver || controller) started.abort(new Error('the connection broke before the answer'));
        else controller = started;
      },
      onResponseStart(_controller, status, rawHeaders) {
        answer = { status, headers: flatten(rawHeaders) };
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
        received += chunk.length;
        if (received > LARGEST_ANSWER_BYTES) fail('NETWORK', `the answer is larger than ${LARGEST_ANSWER_BYTES} bytes`);
      },
      onResponseEnd() {
        const complete = answer;
        if (complete) settle(() => resolve({ ...complete, body: Buffer.concat(chunks) }));
      },
      onResponseError(_controller, error) {
        fail('NETWORK', error.message, error);
      },
    };
    pool.dispatch({ method: method, path, headers: { ...headers }, body, headersTimeout: 0, bodyTimeout: 0 }, handler);
  });
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value = '']) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]));
}
