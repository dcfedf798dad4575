/** Carriers as GetShipmentCompanies lists them; the ids and short names are a sandbox choice. */
export const shipmentCompanies = [
  { id: 341, name: 'Aras Kargo', shortName: 'ARAS' },
  { id: 342, name: 'Yurtiçi Kargo', shortName: 'YK' },
  { id: 344, name: 'MNG Kargo', shortName: 'MNG' },
  { id: 345, name: 'Sürat Kargo', shortName: 'SURAT' },
  { id: 381, name: 'PTT Kargo', shortName: 'PTT' },
  { id: 421, name: 'Horoz Lojistik', shortName: 'HLZ' },
] as const;
