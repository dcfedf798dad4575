import type { ProductId } from '../../../platform/ids.js';
import { InvalidMoneyError, isCurrency, type Money, moneyFromDecimal } from '../../../platform/money.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import type { Language, TranslationDraft } from '../domain/product-text.js';
import type { ProductDraft, VariantDraft } from '../domain/plan-product.js';

interface MoneyInput {
  readonly amount: string;
  readonly currency: string;
}

/** `VariantUpsertInput` as GraphQL hands it over. */
interface VariantInput {
  readonly sku: string;
  readonly barcode?: string | null;
  readonly options?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly price?: MoneyInput | null;
  readonly listPrice?: MoneyInput | null;
  readonly onHand?: number | null;
}

/** `ProductUpsertInput` as GraphQL hands it over. */
export interface ProductInput {
  readonly id?: ProductId | null;
  readonly handle?: string | null;
  readonly title?: string | null;
  readonly descriptionHtml?: string | null;
  readonly language?: Language | null;
  readonly translations?: readonly { readonly language: Language; readonly title?: string | null; readonly descriptionHtml?: string | null }[] | null;
  readonly brand?: string | null;
  readonly categoryHint?: string | null;
  readonly images?: readonly string[] | null;
  readonly variants?: readonly VariantInput[] | null;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

/** Null empties a text that may be empty, and otherwise means the same as leaving it out. Throws BAD_INPUT for an amount that is none. */
export function draftOf({ id, handle, title, descriptionHtml, language, translations, brand, categoryHint, images, variants }: ProductInput): ProductDraft {
  return {
    ...(id != null && { id }),
    ...(handle != null && { handle }),
    ...(title != null && { title }),
    ...(descriptionHtml !== undefined && { descriptionHtml: descriptionHtml ?? '' }),
    ...(language != null && { language }),
    ...(translations != null && { translations: translations.map(translationDraft) }),
    ...(brand !== undefined && { brand }),
    ...(categoryHint !== undefined && { categoryHint }),
    ...(images !== undefined && { images: images ?? [] }),
    variants: (variants ?? []).map(variantDraft),
  };
}

function translationDraft({ language, title, descriptionHtml }: NonNullable<ProductInput['translations']>[number]): TranslationDraft {
  return { language, title: title ?? null, ...(descriptionHtml !== undefined && { descriptionHtml: descriptionHtml ?? '' }) };
}

function variantDraft({ sku, barcode, options, price, listPrice, onHand }: VariantInput, place: number): VariantDraft {
  const path = ['input', 'variants', String(place)];
  return {
    sku,
    ...(barcode !== undefined && { barcode }),
    ...(options != null && { options: options.map(({ name, value }) => ({ name, value })) }),
    ...(price != null && { price: readMoney(price, [...path, 'price']) }),
    ...(listPrice !== undefined && { listPrice: listPrice && readMoney(listPrice, [...path, 'listPrice']) }),
    ...(onHand != null && { onHand }),
  };
}

function readMoney({ amount, currency }: MoneyInput, path: readonly string[]): Money {
  if (!isCurrency(currency)) throw badInput([...path, 'currency'], `'${currency}' is not a currency the hub keeps`);
  try {
    return moneyFromDecimal(amount, currency);
  } catch (error) {
    throw error instanceof InvalidMoneyError ? badInput([...path, 'amount'], error.message) : error;
  }
}
