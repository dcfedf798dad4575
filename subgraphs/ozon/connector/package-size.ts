import type { ListingDraft } from '../../sync/connector/contract.js';
import type { OzonCredentials } from './client.js';

export interface PackageSize {
  readonly depth: number;
  readonly width: number;
  readonly height: number;
  readonly weight: number;
}

/** Of a packed item in mm and g. Mapped as the attributes `depth`, `width`, `height` and `weight`, else the store's own. */
const SIDES = ['depth', 'width', 'height', 'weight'] as const;
export const SIZE_ATTRIBUTES: readonly string[] = SIDES;

/** Null when neither the listing nor the store says it; a guess would change what the buyer pays for delivery. */
export function packageSizeOf({ mapping }: Pick<ListingDraft, 'mapping'>, { packageMm, packageGrams }: Pick<OzonCredentials, 'packageMm' | 'packageGrams'>): PackageSize | null {
  const own = Object.fromEntries(mapping.attributes.filter(({ attributeId }) => SIZE_ATTRIBUTES.includes(attributeId)).map(({ attributeId, customValue }) => [attributeId, Number(customValue)]));
  const [depth, width, height] = (packageMm ?? '').split('x').map(Number);
  const size = { depth: own['depth'] ?? depth, width: own['width'] ?? width, height: own['height'] ?? height, weight: own['weight'] ?? (packageGrams === undefined ? undefined : Number(packageGrams)) };
  const values = SIDES.map((side) => size[side]);
  return values.every((value): value is number => value !== undefined && Number.isInteger(value) && value > 0) ? (size as PackageSize) : null;
}

const LEAST_DENSITY = 0.001;
const MOST_DENSITY = 13.55;

/** Grams per cubic centimetre within what Ozon believes. */
export function isBelievable({ depth, width, height, weight }: PackageSize): boolean {
  const density = weight / ((depth * width * height) / 1_000);
  return density >= LEAST_DENSITY && density <= MOST_DENSITY && weight <= 1_000_000;
}
