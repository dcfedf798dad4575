import type { Config } from './config.js';

/** In the order of their ports. */
export const SANDBOXES = ['trendyol', 'n11'] as const;
export type SandboxName = (typeof SANDBOXES)[number];
export type SandboxUrls = Readonly<Record<SandboxName, string>>;

/** Where each sandbox listens: the first on the first sandbox port, each further one on the port after. */
export function sandboxUrls({ sandboxPort }: Pick<Config, 'sandboxPort'>): SandboxUrls {
  return Object.fromEntries(SANDBOXES.map((name, index) => [name, `http://127.0.0.1:${sandboxPort + index}`])) as Record<SandboxName, string>;
}
