import { describe, expect, it } from '@jest/globals';
import { generateProducts } from './generate-products.js';

const seed = 20261122;
const products = generateProducts({ seed, products: 520, variantsAtLeast: 2_000 });
const variants = products.flatMap((product) => product.variants);

describe(`the demo seller's products (seed ${seed})`, () => {
  it('are at least 520 with at least 2,000 variants', () => {
    expect(products.length).toBeGreaterThanOrEqual(520);
    expect(variants.length).toBeGreaterThanOrEqual(2_000);
  });

  it('are the same for the same seed and others for another', () => {
    const small = { products: 5, variantsAtLeast: 0 };
    expect(generateProducts({ seed, ...small })).toEqual(products.slice(0, 5));
    expect(generateProducts({ seed: seed + 1, ...small })).not.toEqual(products.slice(0, 5));
  });

  it('have SKUs and barcodes of their own, barcodes with a right check digit', () => {
    expect(new Set(variants.map((v) => v.sku)).size).toBe(variants.length);
    expect(new Set(variants.map((v) => v.barcode)).size).toBe(variants.length);
    const sum = (barcode: string) => Array.from(barcode, Number).reduce((total, digit, i) => total + digit * (i % 2 === 0 ? 1 : 3), 0);
    expect(variants.filter((v) => v.barcode.length !== 13 || sum(v.barcode) % 10 !== 0)).toEqual([]);
  });

  it('never cost more than their list price and keep titles within 100 characters', () => {
    expect(variants.filter((v) => v.listMinor < v.saleMinor)).toEqual([]);
    expect(products.filter((p) => p.title.length > 100)).toEqual([]);
  });
});
