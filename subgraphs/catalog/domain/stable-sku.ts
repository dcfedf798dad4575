import { createHash } from 'node:crypto';

const LONGEST = 100;
const TURKISH: Readonly<Record<string, string>> = { ı: 'i', İ: 'i', ş: 's', ğ: 'g', ç: 'c', ö: 'o', ü: 'u', ß: 'ss', æ: 'ae', ø: 'o' };

/**
 * A SKU for goods that came without one, always the same for the same handle and options: `ocean-blue-shirt-m`. At most 100
 * characters; a longer one, or a part without any Latin letter or digit, is told apart by a digest.
 */
export function stableSku(handle: string, optionValues: readonly string[]): string {
  const sku = [handle, ...optionValues].map(slugOrDigest).join('-');
  return sku.length <= LONGEST ? sku : `${sku.slice(0, LONGEST - 9)}-${digest(sku)}`;
}

function slugOrDigest(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[ıİşğçöüßæø]/g, (letter) => TURKISH[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? digest(text) : slug;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
