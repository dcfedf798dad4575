/** Carriers under Trendyol's contract: `code` is what is sent, `name` what packages show. */
export interface CargoProvider {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly taxNumber: string;
}

export const CARGO_PROVIDERS: readonly CargoProvider[] = [
  { id: 4, code: 'YKMP', name: 'Yurtiçi Kargo Marketplace', taxNumber: '3130557669' },
  { id: 6, code: 'HOROZMP', name: 'Horoz Kargo Marketplace', taxNumber: '4630097122' },
  { id: 7, code: 'ARASMP', name: 'Aras Kargo Marketplace', taxNumber: '720039666' },
  { id: 9, code: 'SURATMP', name: 'Sürat Kargo Marketplace', taxNumber: '7870233582' },
  { id: 10, code: 'DHLECOMMP', name: 'DHL eCommerce Marketplace', taxNumber: '6080712084' },
  { id: 17, code: 'TEXMP', name: 'Trendyol Express Marketplace', taxNumber: '8590921777' },
  { id: 19, code: 'PTTMP', name: 'PTT Kargo Marketplace', taxNumber: '7320068060' },
  { id: 20, code: 'CEVAMP', name: 'CEVA Marketplace', taxNumber: '8450298557' },
  { id: 30, code: 'CEVATEDARIK', name: 'Ceva Tedarik Marketplace', taxNumber: '8450298557' },
  { id: 38, code: 'KOLAYGELSINMP', name: 'Kolay Gelsin Marketplace', taxNumber: '2910804196' },
];

/** Other spellings in use: the id table names Kolay Gelsin differently from the guide. */
const ALIASES: Readonly<Record<string, string>> = { SENDEOMP: 'KOLAYGELSINMP' };

export function cargoProviderByCode(code: string): CargoProvider | undefined {
  const known = ALIASES[code] ?? code;
  return CARGO_PROVIDERS.find((provider) => provider.code === known);
}

export const DEFAULT_CARGO_PROVIDER = 'TEXMP';
