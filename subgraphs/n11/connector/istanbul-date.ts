/** Türkiye has kept UTC+3 all year since 2016. */
const OFFSET_MS = 3 * 60 * 60 * 1000;

/** `DD/MM/YYYY`, the day in Istanbul: what claims are searched by. */
export function istanbulSlashDate(at: Date): string {
  const [year, month, day] = new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10).split('-');
  return `${day ?? ''}/${month ?? ''}/${year ?? ''}`;
}

/** The moment a `DD/MM/YYYY` day begins in Istanbul; null when the text is no such day. */
export function fromIstanbulSlashDate(text: string | undefined): Date | null {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec((text ?? '').trim());
  if (!match) return null;
  const atMs = Date.parse(`${match[3] ?? ''}-${match[2] ?? ''}-${match[1] ?? ''}T00:00:00Z`) - OFFSET_MS;
  return Number.isNaN(atMs) ? null : new Date(atMs);
}
