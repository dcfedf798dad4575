const ISTANBUL_OFFSET_MS = 3 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** `dd-MM-yyyy HH:mm:ss`, the dates of tasks. */
export function istanbulDateTime(atMs: number): string {
  const iso = new Date(atMs + ISTANBUL_OFFSET_MS).toISOString();
  return `${iso.slice(8, 10)}-${iso.slice(5, 7)}-${iso.slice(0, 4)} ${iso.slice(11, 19)}`;
}

/** `DD/MM/YYYY`, the dates of claims. */
export function istanbulSlashDate(atMs: number): string {
  const iso = new Date(atMs + ISTANBUL_OFFSET_MS).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
}

/** `YYYY-MM-DD`, the dates of question details. */
export function istanbulIsoDate(atMs: number): string {
  return new Date(atMs + ISTANBUL_OFFSET_MS).toISOString().slice(0, 10);
}

/** The first and last millisecond of a `DD/MM/YYYY` day in Istanbul; undefined when it is no such date. */
export function istanbulDay(text: string): { readonly fromMs: number; readonly toMs: number } | undefined {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text.trim());
  if (!match) return undefined;
  const fromMs = Date.parse(`${match[3]}-${match[2]}-${match[1]}T00:00:00Z`) - ISTANBUL_OFFSET_MS;
  return Number.isNaN(fromMs) ? undefined : { fromMs, toMs: fromMs + DAY_MS - 1 };
}
