/** Türkiye has kept UTC+3 all year since 2016. */
const OFFSET_MS = 3 * 60 * 60 * 1000;

/** As order and package payloads write a moment: Istanbul's clock without an offset (sandbox choice). */
export function istanbulText(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString().slice(0, 23);
}

/**
 * A filter date. `yyyy-MM-dd HH:mm` is read as Istanbul's clock; an ISO text is taken and matches nothing, as on the real
 * thing; anything else is malformed.
 */
export function readFilterDate(text: string): number | 'MATCHES_NOTHING' | 'MALFORMED' {
  if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(text)) return Date.parse(`${text.replace(' ', 'T')}:00Z`) - OFFSET_MS;
  return Number.isNaN(Date.parse(text)) ? 'MALFORMED' : 'MATCHES_NOTHING';
}
