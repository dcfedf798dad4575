import { createHash } from 'node:crypto';
import { ATTRIBUTE } from '../catalogue/attributes.js';
import { attributesOf, categoryOfType } from '../catalogue/tree.js';
import type { Product, ProductAttribute } from './product.js';
import type { CardContent } from './read-import-item.js';
import type { Shelf } from './shelf.js';

type Card = Pick<CardContent, 'categoryId' | 'typeId' | 'attributes'>;

/** Another product of the shop that would be the same variant of the same card. */
export function variantTwin(shelf: Shelf, clientId: string, offerId: string, content: Card): Product | undefined {
  const wanted = variantKey(content);
  return shelf.card(clientId, cardKey(content)).find((one) => one.offerId !== offerId && !one.isArchived && variantKey(one) === wanted);
}

/** Equal for products that Ozon shows as one card: the same type, model name and brand. */
export function cardKey({ typeId, attributes }: Card): string {
  const key = JSON.stringify([typeId, valuesOf(attributes, ATTRIBUTE.model), valuesOf(attributes, ATTRIBUTE.brand)]);
  return createHash('sha256').update(key).digest('base64url');
}

function variantKey({ categoryId, typeId, attributes }: Card): string {
  const category = categoryOfType(categoryId, typeId);
  const aspects = category ? attributesOf(category).filter(({ isAspect }) => isAspect) : [];
  return JSON.stringify(aspects.map(({ id }) => valuesOf(attributes, id)));
}

function valuesOf(attributes: readonly ProductAttribute[], id: number): string {
  return JSON.stringify(attributes.find((one) => one.id === id)?.values.map(({ dictionaryValueId, value }) => (dictionaryValueId === 0 ? value : dictionaryValueId)) ?? []);
}
