import type { Config } from './config.js';

/** In the order of their ports. */
export const SANDBOXES = ['trendyol', 'n11', 'hepsiburada', 'ozon', 'amazon', 'ebay'] as const;
export type SandboxName = (typeof SANDBOXES)[number];
export type SandboxUrls = Readonly<Record<SandboxName, string>>;

/** The imitated central banks; their ports leave room for the marketplaces. */
export const BANK_SANDBOXES = ['tcmb', 'cbr'] as const;
export type BankSandboxName = (typeof BANK_SANDBOXES)[number];
const FIRST_BANK = 10;

/** How far the port of each sandbox lies from the first sandbox port. */
export const SANDBOX_PORT_OFFSETS: readonly number[] = [...SANDBOXES.map((_, index) => index), ...BANK_SANDBOXES.map((_, index) => FIRST_BANK + index)];

/** Where the imitated central banks listen: from the tenth port after the first sandbox port on. */
export function bankSandboxUrls({ sandboxPort }: Pick<Config, 'sandboxPort'>): Readonly<Record<BankSandboxName, string>> {
  return Object.fromEntries(BANK_SANDBOXES.map((name, index) => [name, `http://127.0.0.1:${sandboxPort + FIRST_BANK + index}`])) as Record<BankSandboxName, string>;
}

/** Where each sandbox listens: the first on the first sandbox port, each further one on the port after. */
export function sandboxUrls({ sandboxPort }: Pick<Config, 'sandboxPort'>): SandboxUrls {
  return Object.fromEntries(SANDBOXES.map((name, index) => [name, `http://127.0.0.1:${sandboxPort + index}`])) as Record<SandboxName, string>;
}
