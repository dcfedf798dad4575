/** Türkiye has kept UTC+3 all year since 2016. */
const OFFSET_MS = 3 * 60 * 60 * 1000;

/** `yyyy-MM-dd HH:mm` on Istanbul's clock: the only filter date that works; an ISO text silently matches nothing. */
export function istanbulMinute(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** `yyyy-MM-ddTHH:mm:ss` on Istanbul's clock, as shipment facts are written. */
export function istanbulSecond(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 19);
}

/** A moment in a payload: ISO with varying precision, Istanbul's clock where no offset stands. Null when it is none. */
export function fromPayloadDate(text: string | null | undefined): Date | null {
  if (text === null || text === undefined || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null;
  const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text);
  const ms = Date.parse(hasOffset ? text : `${text}+03:00`);
  return Number.isNaN(ms) ? null : new Date(ms);
}
