import type { Product } from './domain/product.js';
import type { Market } from './market.js';

export function findProduct(market: Market, sellerId: number, stockCode: string): Product | undefined {
  return market.products.get([sellerId, stockCode]);
}

/** Saves a product and notes what a seller would see change: stock, price, status. */
export function saveProduct(market: Market, product: Product): void {
  const { sellerId, stockCode } = product;
  const old = findProduct(market, sellerId, stockCode);
  market.products.put([sellerId, stockCode], product);
  market.productNumbers.put([sellerId, product.n11ProductId], stockCode);
  if (old?.quantity !== product.quantity) market.note('stock', stockCode, old?.quantity ?? null, product.quantity);
  if (old?.salePriceMinor !== product.salePriceMinor || old.listPriceMinor !== product.listPriceMinor) {
    market.note('price', stockCode, old ? pricesOf(old) : null, pricesOf(product));
  }
  if (old?.status !== product.status) market.note('listing', stockCode, old?.status ?? null, product.status);
}

export function removeProduct(market: Market, product: Product): void {
  market.products.remove([product.sellerId, product.stockCode]);
  market.productNumbers.remove([product.sellerId, product.n11ProductId]);
  market.note('listing', product.stockCode, product.status, null);
}

/** Puts pieces back on sale after a buyer's cancellation (sandbox choice: not after `UnSupplied` or a return). */
export function restock(market: Market, sellerId: number, lines: readonly { readonly stockCode: string; readonly quantity: number }[]): void {
  for (const { stockCode, quantity } of lines) {
    const product = findProduct(market, sellerId, stockCode);
    if (product) saveProduct(market, { ...product, quantity: product.quantity + quantity });
  }
}

function pricesOf({ salePriceMinor, listPriceMinor }: Product): object {
  return { salePriceMinor, listPriceMinor };
}
