import { attributeById, type AttributeDefinition } from '../reference/attributes.js';
import { leafCategory } from '../reference/categories.js';
import type { ListingAttribute } from './listing.js';

const LONGEST_COLOUR = 50;

export interface ReadAttributes {
  readonly attributes: ListingAttribute[];
  readonly failures: string[];
}

/**
 * Reads both published shapes: `attributeValueId`/`customAttributeValue` and `attributeValueIds`/`attributeValue`.
 * Required attributes may be missing where `isOptional` says so.
 */
export function readAttributes(categoryId: number, raw: unknown, isOptional: (attributeId: number) => boolean = () => false): ReadAttributes {
  const used = leafCategory(categoryId)?.attributes ?? [];
  const attributes: ListingAttribute[] = [];
  const failures: string[] = [];
  for (const one of Array.isArray(raw) ? (raw as unknown[]) : []) {
    const read = readAttribute(one);
    const definition = used.some(({ attributeId }) => attributeId === read?.attributeId) ? attributeById(read?.attributeId ?? 0) : undefined;
    if (!read || !definition) failures.push(`Kategoriye ait olmayan özellik gönderildi: ${read?.attributeId ?? 'tanımsız'}`);
    else {
      failures.push(...valueFailures(read, definition));
      attributes.push(read);
    }
  }
  const missing = used.filter(({ attributeId, required }) => required && !isOptional(attributeId) && !attributes.some((one) => one.attributeId === attributeId));
  failures.push(...missing.map(({ attributeId }) => `Zorunlu kategori özelliği eksik: ${attributeById(attributeId)?.name ?? attributeId}`));
  return { attributes, failures };
}

function readAttribute(raw: unknown): ListingAttribute | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { attributeId, attributeValueId, attributeValueIds, customAttributeValue, attributeValue } = raw as Record<string, unknown>;
  if (typeof attributeId !== 'number') return undefined;
  const ids = Array.isArray(attributeValueIds) ? attributeValueIds : [attributeValueId];
  const valueIds = ids.filter((id): id is number => typeof id === 'number');
  const customValue = [customAttributeValue, attributeValue].find((text): text is string => typeof text === 'string' && text.trim() !== '');
  return { attributeId, valueIds, ...(customValue === undefined ? {} : { customValue: customValue.trim() }) };
}

function valueFailures({ valueIds, customValue }: ListingAttribute, definition: AttributeDefinition): string[] {
  const { name, values, allowCustom, allowMultiple } = definition;
  if (valueIds.length === 0 && customValue === undefined) return [`Özellik değeri boş olamaz: ${name}`];
  if (customValue !== undefined && !allowCustom) return [`Bu özellik için serbest değer girilemez: ${name}`];
  if (customValue !== undefined && customValue.length > LONGEST_COLOUR) return [`Özellik değeri ${LONGEST_COLOUR} karakterden uzun olamaz: ${name}`];
  if (valueIds.length > 1 && !allowMultiple) return [`Bu özellik için birden fazla değer girilemez: ${name}`];
  const unknown = valueIds.find((id) => !values.some((value) => value.id === id));
  return unknown === undefined ? [] : [`Özellik değeri bulunamadı: ${name} (${unknown})`];
}
