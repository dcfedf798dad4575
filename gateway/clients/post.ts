import type { Dispatcher } from 'undici';

export interface Post {
  path: string;
  headers: Record<string, string>;
  body: string;
  /** For the whole answer. */
  timeoutMs: number;
  /** What it rejects with when the time is up. */
  timeout: () => Error;
}

/** One POST, its answer as text. On undici's lowest layer: between gateway and subgraph, a stream per answer cost more than the answer. */
export function post(dispatcher: Dispatcher, { path, headers, body, timeoutMs, timeout }: Post): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let status = 0;
    let expired: Error | undefined;
    let sending: Dispatcher.DispatchController | undefined;

    const timer = setTimeout(() => {
      expired = timeout();
      sending?.abort(expired);
      reject(expired);
    }, timeoutMs);

    dispatcher.dispatch(
      { path, method: 'POST', headers, body },
      {
        onRequestStart(controller) {
          sending = controller;
          if (expired) controller.abort(expired);
        },
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          clearTimeout(timer);
          resolve({ status, text: (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString() ?? '' });
        },
        onResponseError(_controller, error) {
          clearTimeout(timer);
          reject(expired ?? error);
        },
      },
    );
  });
}
