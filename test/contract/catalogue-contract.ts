import { describe, expect, it } from '@jest/globals';
import type { CataloguePort, CategoryNode, ConnectorContext } from '../../subgraphs/sync/connector/contract.js';
import { requireCapability } from '../../subgraphs/sync/connector/require-capability.js';
import { pagesOf } from './all-pages.js';
import { hooksFor } from './capability-contract.js';
import { inPagesOf, sendingBy } from './changed-answers.js';
import type { Bench } from './connector-contract.js';

const SMALL_PAGE = 2;

export function describeCatalogue<C>(get: () => Bench<C>): void {
  describe('reading the catalogue', () => {
    const port = (): CataloguePort<C> => requireCapability(get().connector, 'catalogue');

    it('has a tree of named categories, each once, with those that take products at the ends', async () => {
      const { category } = hooksFor(get(), 'catalogue');
      const nodes = flat(await port().categories(get().context));
      expect(nodes.length).toBeGreaterThan(5);
      expect(nodes.filter(({ id, name }) => id === '' || name.trim() === '')).toEqual([]);
      expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
      expect(nodes.find(({ id }) => id === category.id)).toEqual({ ...category, children: [] });
    });

    it('tells the attributes of a category, each once, and which of them are required', async () => {
      const { category, required, optional } = hooksFor(get(), 'catalogue');
      const attributes = await port().attributes(get().context, category.id);
      expect(new Set(attributes.map(({ id }) => id)).size).toBe(attributes.length);
      expect(attributes.find(({ id }) => id === required.id)).toMatchObject({ name: required.name, required: true });
      expect(attributes.find(({ id }) => id === optional)).toMatchObject({ name: expect.stringMatching(/\S/), required: false });
    });

    it('gives the allowed values of an attribute, all of them and each once, in pages of any size', async () => {
      const { category, required } = hooksFor(get(), 'catalogue');
      const valuesFrom = async (context: ConnectorContext<C>) => {
        const values: { readonly id: string; readonly name: string }[] = [];
        for await (const { items } of pagesOf((cursor) => port().attributeValues(context, category.id, required.id, cursor))) values.push(...items);
        return values;
      };
      const values = await valuesFrom(get().contextWith({}));
      expect(values.length).toBeGreaterThan(SMALL_PAGE);
      expect(new Set(values.map(({ id }) => id)).size).toBe(values.length);
      expect(values).toContainEqual(required.value);
      expect(await valuesFrom(inPagesOf(get().contextWith({}), SMALL_PAGE))).toEqual(values);
    });

    it('finds a brand by its name, or has none to choose from', async () => {
      const { brand } = hooksFor(get(), 'catalogue');
      const found = await port().brands(get().context, brand?.name ?? 'Kuzey');
      if (brand === null) expect(found).toEqual([]);
      else expect(found).toContainEqual(brand);
    });

    it('refuses a category that the marketplace does not have as VALIDATION, and no other', async () => {
      await expect(port().attributes(get().context, hooksFor(get(), 'catalogue').category.id)).resolves.not.toHaveLength(0);
      await expect(port().attributes(get().context, '999999999')).rejects.toMatchObject({ name: 'ConnectorError', errorClass: 'VALIDATION' });
    });

    it('asks for none of it twice', async () => {
      const { category, required } = hooksFor(get(), 'catalogue');
      const { context, asked } = counting(get().contextWith({}));
      const readAll = () => Promise.all([port().categories(context), port().attributes(context, category.id), port().attributeValues(context, category.id, required.id, null)]);
      const first = await readAll();
      const before = asked();
      expect(before).toBeGreaterThan(0);
      expect(await readAll()).toEqual(first);
      expect(asked()).toBe(before);
    });
  });
}

function flat(nodes: readonly CategoryNode[]): CategoryNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.children)]);
}

function counting<C>(context: ConnectorContext<C>): { readonly context: ConnectorContext<C>; readonly asked: () => number } {
  let asked = 0;
  return { asked: () => asked, context: sendingBy(context, (request) => ((asked += 1), context.http.send(request))) };
}
