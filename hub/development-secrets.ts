import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({ secretKeys: z.string(), proofSecret: z.string(), devKey: z.string() });
export type DevelopmentSecrets = z.infer<typeof schema>;

/** Secrets for a hub that was given none: made once, kept in `DATA/secrets.json`, readable by its owner only. */
export function developmentSecrets(dataDir: string): DevelopmentSecrets {
  const file = join(dataDir, 'secrets.json');
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new Error(`${file} cannot be read: mend it, or remove it together with the data it protects`, { cause: error });
  }
  const made = { secretKeys: `dev:${randomBytes(32).toString('base64')}`, proofSecret: randomBytes(32).toString('base64url'), devKey: `hub_dev_${randomBytes(18).toString('base64url')}` };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' });
  return made;
}
