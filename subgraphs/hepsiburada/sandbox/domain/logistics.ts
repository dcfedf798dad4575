import { CARRIERS } from './carriers.js';

/** How a listing reaches its buyer: what uploads change beside price and stock. Labels name what the seller has set up in the panel. */
export interface Logistics {
  readonly dispatchTime: number;
  readonly cargoCompany1: string;
  readonly cargoCompany2: string;
  readonly cargoCompany3: string;
  readonly btCargoCompany: string;
  readonly ytCargoCompany: string;
  readonly shippingAddressLabel: string;
  readonly claimAddressLabel: string;
  readonly shippingProfileName: string;
  /** Joined with commas on the wire. */
  readonly availableWarehouses: readonly string[];
  readonly fixedShippingPrice: string;
  readonly customizationTextType: string;
  readonly customizationTextLength: number;
  readonly hasInstallation: boolean;
}

export const STANDARD_PROFILE = 'Standart';
export const STANDARD_LABEL = 'Depo';
const LONGEST_DISPATCH_DAYS = 30;

export const standardLogistics: Logistics = {
  dispatchTime: 2, cargoCompany1: 'Hepsijet', cargoCompany2: '', cargoCompany3: '', btCargoCompany: '', ytCargoCompany: '', shippingAddressLabel: STANDARD_LABEL, claimAddressLabel: STANDARD_LABEL,
  shippingProfileName: STANDARD_PROFILE, availableWarehouses: [], fixedShippingPrice: '', customizationTextType: '', customizationTextLength: 0, hasInstallation: false,
};

const customization = ['customizationTextType', 'customizationTextLength', 'hasInstallation'] as const;
const shipping = ['cargoCompany1', 'cargoCompany2', 'cargoCompany3', 'btCargoCompany', 'ytCargoCompany', 'shippingAddressLabel', 'claimAddressLabel', 'shippingProfileName', 'availableWarehouses', 'fixedShippingPrice'] as const;

/** What each kind of upload may say of it; the days until dispatch left the inventory uploads in January 2024. */
const fieldsOf: Readonly<Record<string, readonly (keyof Logistics)[]>> = { inventory: [...shipping, ...customization], 'shipping-info': ['dispatchTime', ...shipping], 'additional-info': customization };

/** What an upload's element says of it; what is absent or empty stays as it is, what belongs in another upload is passed over. */
export function readLogistics(row: Readonly<Record<string, unknown>>, kind: string): Partial<Logistics> {
  const given = (fieldsOf[kind] ?? []).filter((name) => row[name] !== undefined && row[name] !== null && row[name] !== '');
  return Object.fromEntries(given.map((name) => [name, valueOf(name, row[name])]));
}

/** Why it cannot be (words: sandbox choice). */
export function logisticsFault({ dispatchTime, shippingProfileName, cargoCompany1, cargoCompany2, cargoCompany3 }: Partial<Logistics>): string | null {
  if (dispatchTime !== undefined && !(Number.isInteger(dispatchTime) && dispatchTime >= 0 && dispatchTime <= LONGEST_DISPATCH_DAYS)) return 'InvalidDispatchTime';
  if (shippingProfileName !== undefined && shippingProfileName !== STANDARD_PROFILE) return 'ShippingProfileNotFound';
  const known = CARRIERS.map(({ name }) => name);
  return [cargoCompany1, cargoCompany2, cargoCompany3].some((name) => name !== undefined && !known.includes(name)) ? 'CargoCompanyNotFound' : null;
}

function valueOf(name: keyof Logistics, value: unknown): Logistics[keyof Logistics] {
  if (name === 'dispatchTime' || name === 'customizationTextLength') return Number(value);
  if (name === 'hasInstallation') return value === true || value === 'true';
  return name === 'availableWarehouses' ? String(value).split(',').map((label) => label.trim()) : String(value);
}
