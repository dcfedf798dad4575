/** `"130,50"` in kuruş; null for anything else, a decimal point included: the import takes the comma only. */
export function minorFromDecimalComma(text: string): number | null {
  const match = /^(\d{1,11})(?:,(\d{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}
