import type { Config } from '../config.js';
export async function importProducts(_config: Config, _file: string, _o: { seller?: string; dryRun?: true }): Promise<void> { throw new Error('soon'); }
