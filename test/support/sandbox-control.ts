/** One change that a sandbox applied: `requestId` names the call that caused it, null for buyers and timers. */
export interface SandboxEffect {
  /** By the sandbox's clock, in milliseconds. */
  readonly at: number;
  readonly what: string;
  readonly key: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly requestId: number | null;
}

export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly itemCount: number | null;
}

/** The control API of a sandbox, as a test uses it. */
export interface SandboxControl {
  put(path: string, body: unknown): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  remove(path: string): Promise<unknown>;
  get<T>(path: string): Promise<T>;
  effects(what: string): Promise<readonly SandboxEffect[]>;
  requests(path: string): Promise<readonly SandboxRequest[]>;
}

export function sandboxControl(url: string): SandboxControl {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/_sandbox${path}`, { method, ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    put: (path, body) => call('PUT', path, body),
    post: (path, body) => call('POST', path, body),
    remove: (path) => call('DELETE', path),
    get: async <T>(path: string) => (await call('GET', path)) as T,
    effects: async (what) => ((await call('GET', `/effects?what=${what}&limit=100000`)) as { effects: SandboxEffect[] }).effects,
    requests: async (path) => ((await call('GET', `/requests?path=${encodeURIComponent(path)}&limit=100000`)) as { requests: SandboxRequest[] }).requests,
  };
}
