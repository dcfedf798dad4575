import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SecretKey } from '../platform/secrets/secret-box.js';
import type { Config } from './config.js';

export interface HubSecrets {
  readonly sealingKeys: readonly SecretKey[];
  readonly proofSecret: string;
  /** Null in production. */
  readonly devKey: string | null;
}

const fileSchema = z.object({ secretKeys: z.string(), proofSecret: z.string(), devKey: z.string() });
type GeneratedSecrets = z.infer<typeof fileSchema>;

/** The secrets of the environment; outside production, those it leaves out are made once and kept in the data folder. */
export function readSecrets(config: Config): HubSecrets {
  const { HUB_SECRET_KEYS, HUB_PROOF_SECRET, HUB_DEV_KEY } = config;
  if (config.NODE_ENV === 'production') return { sealingKeys: parseKeys(HUB_SECRET_KEYS ?? ''), proofSecret: HUB_PROOF_SECRET ?? '', devKey: null };
  const generated = generatedSecrets(config.HUB_DATA_DIR);
  return { sealingKeys: parseKeys(HUB_SECRET_KEYS ?? generated.secretKeys), proofSecret: HUB_PROOF_SECRET ?? generated.proofSecret, devKey: HUB_DEV_KEY ?? generated.devKey };
}

function generatedSecrets(dataDir: string): GeneratedSecrets {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) make(dataDir, file);
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file} cannot be read: mend it, or remove it together with the data it protects`, { cause: error });
  }
}

/** Of several processes that start on an empty folder, one makes the secrets and the others find them. */
function make(dataDir: string, file: string): void {
  const made: GeneratedSecrets = { secretKeys: `dev:${randomBytes(32).toString('base64')}`, proofSecret: randomBytes(32).toString('base64url'), devKey: `hub_dev_${randomBytes(18).toString('base64url')}` };
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(made, null, 2), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

function parseKeys(text: string): SecretKey[] {
  return text.split(',').map((part) => {
    const [id = '', key = ''] = part.split(':');
    return { id, key: Buffer.from(key, 'base64') };
  });
}
