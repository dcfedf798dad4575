/** Currency, tree and language of the sites the sandbox imitates. */
export const siteFacts: Readonly<Record<string, { readonly currency: string; readonly treeId: string; readonly language: 'de' | 'en' }>> = {
  EBAY_DE: { currency: 'EUR', treeId: '77', language: 'de' },
  EBAY_AT: { currency: 'EUR', treeId: '16', language: 'de' },
  EBAY_FR: { currency: 'EUR', treeId: '71', language: 'en' },
  EBAY_IT: { currency: 'EUR', treeId: '101', language: 'en' },
  EBAY_ES: { currency: 'EUR', treeId: '186', language: 'en' },
  EBAY_NL: { currency: 'EUR', treeId: '146', language: 'en' },
  EBAY_BE: { currency: 'EUR', treeId: '123', language: 'en' },
  EBAY_IE: { currency: 'EUR', treeId: '205', language: 'en' },
  EBAY_GB: { currency: 'GBP', treeId: '3', language: 'en' },
  EBAY_US: { currency: 'USD', treeId: '0', language: 'en' },
};

export function languageOfTree(treeId: string): 'de' | 'en' | undefined {
  return Object.values(siteFacts).find((site) => site.treeId === treeId)?.language;
}
