import { BRANDS, COLOURS, KINDS, STYLES, type ProductKind } from './assortment.js';
import { createRandom, type Random } from './random.js';

export interface DemoVariant {
  readonly sku: string;
  readonly barcode: string;
  readonly colour: string;
  readonly size: string;
  readonly saleMinor: number;
  readonly listMinor: number;
  readonly quantity: number;
}

export interface DemoProduct {
  /** Model code, shared by the variants. */
  readonly code: string;
  readonly kind: string;
  readonly title: string;
  readonly brand: string;
  readonly translations: readonly { readonly language: 'EN' | 'RU' | 'DE'; readonly title: string; readonly descriptionHtml: string }[];
  readonly descriptionHtml: string;
  readonly images: readonly string[];
  readonly variants: readonly DemoVariant[];
}

const CARE = { EN: 'Wash at 30 °C.', RU: 'Стирать при 30 °C.', DE: 'Bei 30 °C waschen.' } as const;

/** The same seed makes the same products, in the same order, with the same barcodes and prices in kuruş. */
export function generateProducts(o: { seed: number; products: number; variantsAtLeast: number }): DemoProduct[] {
  const random = createRandom(o.seed);
  const products: DemoProduct[] = [];
  let variants = 0;
  while (products.length < o.products || variants < o.variantsAtLeast) {
    const product = generateProduct(random, products.length + 1, variants);
    products.push(product);
    variants += product.variants.length;
  }
  return products;
}

function generateProduct(random: Random, number: number, variantsBefore: number): DemoProduct {
  const kind = random.pick(KINDS);
  const brand = random.pick(BRANDS);
  const fabric = random.pick(kind.fabrics);
  const style = random.pick(STYLES);
  const code = `${kind.code}-${String(number).padStart(4, '0')}`;
  return {
    code,
    kind: kind.name,
    title: `${brand} ${style} ${fabric} ${kind.name}`,
    brand,
    translations: (['EN', 'RU', 'DE'] as const).map((language) => ({ language, title: `${kind.abroad[language]} ${brand} ${code}`, descriptionHtml: `<p>${kind.abroad[language]}, ${brand}. ${CARE[language]}</p>` })),
    descriptionHtml: `<p>${fabric} kumaştan, ${style.toLocaleLowerCase('tr')} ${kind.name.toLocaleLowerCase('tr')}. 30 derecede yıkanır.</p>`,
    images: [1, 2].map((view) => `https://images.example.invalid/${code.toLowerCase()}-${view}.jpg`),
    variants: generateVariants(random, kind, code, variantsBefore),
  };
}

function generateVariants(random: Random, kind: ProductKind, code: string, variantsBefore: number): DemoVariant[] {
  const colours = random.some(COLOURS, random.between(1, 3));
  const sizes = random.some(kind.sizes, random.between(2, 4));
  const saleMinor = random.between(kind.fromLira, kind.toLira) * 100 + 90;
  const listMinor = random.next() < 0.5 ? saleMinor : Math.round(saleMinor * 1.25);
  return colours.flatMap((colour, c) =>
    sizes.map((size, s) => ({
      sku: `${code}-${colour.code}-${skuPart(size)}`,
      barcode: ean13(variantsBefore + c * sizes.length + s + 1),
      colour: colour.name,
      size,
      saleMinor,
      listMinor,
      quantity: random.between(0, 60),
    })),
  );
}

function skuPart(size: string): string {
  return size.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ı', 'i').replaceAll(' ', '').slice(0, 5).toUpperCase();
}

/** A barcode with Türkiye's prefix and a right check digit. */
function ean13(serial: number): string {
  const digits = `86900${String(serial).padStart(7, '0')}`;
  const sum = Array.from(digits, Number).reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
