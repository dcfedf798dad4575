import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, describeConfig, readConfig } from './config.js';

const message = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

describe('the configuration', () => {
  it('needs nothing in development', () => {
    expect(readConfig({})).toMatchObject({ PORT: 4000, sandboxPort: 4010, publicUrl: 'http://127.0.0.1:4000', NODE_ENV: 'development' });
  });

  it('names every wrong variable at once', () => {
    const text = message({ PORT: 'many', HUB_DEV_KEY: 'short', MONGODB_URL: 'postgres://x' });
    for (const name of ['PORT', 'HUB_DEV_KEY', 'MONGODB_URL']) expect(text).toContain(name);
  });

  it('names every variable that production is missing, and refuses the development key there', () => {
    const text = message({ NODE_ENV: 'production', HUB_DEV_KEY: 'a-development-key' });
    for (const name of ['MONGODB_URL', 'REDIS_URL', 'HUB_SECRET_KEYS', 'HUB_PROOF_SECRET', 'HUB_DEV_KEY']) expect(text).toContain(name);
  });

  it('takes the addresses of the subgraphs as one pattern or one by one, and nothing else', () => {
    expect(message({ HUB_SUBGRAPH_URLS: 'http://{name}.internal:4001/graphql' })).toBe('');
    expect(message({ HUB_SUBGRAPH_URLS: 'stores=http://127.0.0.1:5001/graphql, catalog=http://127.0.0.1:5002/graphql' })).toBe('');
    for (const wrong of ['stores', 'ftp://{name}/graphql', 'stores=http://127.0.0.1:5001/graphql,catalog']) expect(message({ HUB_SUBGRAPH_URLS: wrong })).toContain('HUB_SUBGRAPH_URLS');
  });

  it('never repeats a value that may be a secret', () => {
    expect(message({ HUB_SECRET_KEYS: 'k1:not-base64-and-private' })).not.toContain('private');
  });

  it('takes an empty variable as unset', () => {
    expect(readConfig({ PORT: '', HUB_DEV_KEY: '' }).PORT).toBe(4000);
  });
});

describe('.env.example', () => {
  it('names exactly the variables that are read', async () => {
    const example = await readFile(new URL('../../.env.example', import.meta.url), 'utf8');
    const named = [...example.matchAll(/^(\w+)=/gm)].map((match) => match[1]);
    expect(named).toEqual(describeConfig().map((line) => /^\w+/.exec(line)?.[0]));
  });
});
