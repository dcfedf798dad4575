/** The demo fills itself as any program would: over the public API, with a key. */
export interface HubApi {
  /** The data of an answer; throws on any error of the answer. */
  ask<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T>;
}

export function hubApi({ url, key }: { url: string; key: string }): HubApi {
  return {
    async ask<T>(query: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
      const response = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
      const { data, errors } = (await response.json()) as { data?: T; errors?: readonly { message: string }[] };
      if (errors !== undefined || data === undefined) throw new Error(`the hub answered ${response.status}: ${(errors ?? []).map(({ message }) => message).join('; ')}`);
      return data;
    },
  };
}

/** Calls a sandbox's control API; throws on anything but success. */
export async function sandboxControl(sandboxUrl: string, path: string, body: unknown, method: 'POST' | 'PUT' = 'POST'): Promise<void> {
  const answer = await fetch(`${sandboxUrl}/_sandbox${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`the sandbox answered ${path} with ${answer.status}: ${await answer.text()}`);
}
