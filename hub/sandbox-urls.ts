import type { Config } from './config.js';

/** Where each sandbox listens: Trendyol on the first sandbox port, N11 on the one after it. */
export function sandboxUrls({ sandboxPort }: Pick<Config, 'sandboxPort'>): { trendyol: string; n11: string } {
  return { trendyol: `http://127.0.0.1:${sandboxPort}`, n11: `http://127.0.0.1:${sandboxPort + 1}` };
}
