import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { composeSchemaFolder, CompositionError } from './compose.js';

const PRODUCTS = 'type Query { product(id: ID!): Product } type Product @key(fields: "id") { id: ID! name: String! price: Money }';
const STOCK = 'type Product @key(fields: "id") { id: ID! onHand: Int! }';

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-schema-'));
  for (const [name, sdl] of Object.entries(files)) await writeFile(join(folder, `${name}.graphql`), sdl);
  return folder;
}

describe('composing a schema folder', () => {
  it('writes a supergraph that the next check finds fresh', async () => {
    const folder = await folderWith({ products: PRODUCTS, stock: STOCK });
    expect(await composeSchemaFolder({ folder, check: false })).toEqual({ stale: true, breakingChanges: [] });
    expect(await composeSchemaFolder({ folder, check: true })).toEqual({ stale: false, breakingChanges: [] });
  });

  it('finds a committed supergraph stale without touching it, and names what would break clients', async () => {
    const folder = await folderWith({ products: PRODUCTS, stock: STOCK });
    await composeSchemaFolder({ folder, check: false });
    const committed = await readFile(join(folder, 'supergraph.graphql'), 'utf8');
    await writeFile(join(folder, 'products.graphql'), PRODUCTS.replace('name: String!', 'title: String!'));
    expect(await composeSchemaFolder({ folder, check: true })).toEqual({ stale: true, breakingChanges: ['FIELD_REMOVED: Product.name was removed.'] });
    expect(await readFile(join(folder, 'supergraph.graphql'), 'utf8')).toBe(committed);
  });

  it('finds an added field stale, but breaking nothing', async () => {
    const folder = await folderWith({ products: PRODUCTS, stock: STOCK });
    await composeSchemaFolder({ folder, check: false });
    await writeFile(join(folder, 'stock.graphql'), STOCK.replace('onHand: Int!', 'onHand: Int! reserved: Int'));
    expect(await composeSchemaFolder({ folder, check: true })).toEqual({ stale: true, breakingChanges: [] });
  });

  it('says why subgraphs do not compose', async () => {
    const folder = await folderWith({ products: PRODUCTS, stock: 'type Product @key(fields: "id") { id: ID! name: Int! }' });
    await expect(composeSchemaFolder({ folder, check: true })).rejects.toThrow(CompositionError);
    await expect(composeSchemaFolder({ folder, check: true })).rejects.toThrow(/Product\.name/);
  });
});
