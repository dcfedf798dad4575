import { Agent, request } from 'undici';
import { TransportError, type MarketplaceHttp, type MarketplaceRequest, type MarketplaceResponse } from '../../platform/http/contract.js';
import { newId } from '../../platform/ids.js';

/** Real HTTP without archive, quota, retry or breaker: what a connector says of an answer is seen unsoftened. */
export interface PlainHttp extends MarketplaceHttp {
  close(): Promise<void>;
}

export function createPlainHttp({ baseUrl, timeoutMs }: { baseUrl: string; timeoutMs: number }): PlainHttp {
  const dispatcher = new Agent({ pipelining: 1, connections: 8 });
  return {
    async send(call) {
      try {
        return await answerTo(call);
      } catch (error) {
        throw toTransportError(error);
      }
    },
    close: () => dispatcher.destroy(),
  };

  async function answerTo(call: MarketplaceRequest): Promise<MarketplaceResponse> {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await request(`${call.baseUrl ?? baseUrl}${call.path}`, { dispatcher, signal, method: call.method, ...(call.headers ? { headers: call.headers } : {}), ...(call.body === undefined ? {} : { body: call.body }) });
    const body = Buffer.from(await answer.body.arrayBuffer());
    const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
    return { status: answer.statusCode, headers, body, payloadId: newId('payload') };
  }
}

/** Told by name: errors made by Node itself are not `instanceof` the Error that a test file sees. */
function toTransportError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('name' in error)) return error;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return new TransportError({ kind: 'TIMEOUT', reached: 'MAYBE', message: 'no answer in time', cause: error });
  const wasRefused = 'code' in error && error.code === 'ECONNREFUSED';
  return new TransportError({ kind: 'NETWORK', reached: wasRefused ? 'NO' : 'MAYBE', message: 'the connection failed', cause: error });
}
