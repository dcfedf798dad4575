/** A carrier under Hepsiburada's contract. */
export interface Carrier {
  readonly id: number;
  readonly name: string;
  readonly shortName: string;
}

export const CARRIERS: readonly Carrier[] = [
  { id: 1, name: 'Hepsijet', shortName: 'HX' },
  { id: 2, name: 'Aras Kargo', shortName: 'AR' },
  { id: 3, name: 'Yurtiçi Kargo', shortName: 'YK' },
];

/** What carries a box unless somebody says otherwise. */
export const CONTRACT_CARRIER = 'Hepsijet';

export function carrierByShortName(shortName: unknown): Carrier | undefined {
  return CARRIERS.find((carrier) => carrier.shortName === shortName);
}

/** As an order line writes it; a name that is none of the contract carriers is shown all the same. */
export function carrierModel(name: string): object {
  const { id, shortName } = CARRIERS.find((carrier) => carrier.name === name) ?? { id: 0, shortName: '' };
  return { id, name, shortName, logoUrl: '', trackingUrl: '' };
}
