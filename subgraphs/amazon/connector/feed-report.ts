import { z } from 'zod';
import { number, optionalText } from '../../sync/connector/wire-values.js';
import { unreadableAnswer } from './errors.js';
import { issueSchema } from './issues.js';

/** A row of a feed that Amazon would not carry out, in its own words. */
export interface RefusedRow {
  /** Counted from one; of a listings feed its `messageId`. Null where the report does not say. */
  readonly row: number | null;
  readonly sku: string | null;
  readonly code: string | null;
  readonly message: string;
}

const TABLE = ['original-record-number', 'error-code', 'error-message'];
/** `Number of records processed 2`, in whatever language. */
const COUNT = /\t\s*(\d+)\s*$/;
const LONGEST_EXCERPT = 500;

const jsonSchema = z.looseObject({ issues: z.array(issueSchema.extend({ messageId: number.nullish(), sku: optionalText })).nullish() });

/** What a processing report has against its feed: a table of errors below two counts, or the JSON of a listings feed. Throws SERVER for anything else. */
export function readRefusedRows(report: string): readonly RefusedRow[] {
  return report.trimStart().startsWith('{') ? refusedMessages(report) : refusedRecords(report);
}

function refusedMessages(report: string): readonly RefusedRow[] {
  try {
    const { issues } = jsonSchema.parse(JSON.parse(report));
    return (issues ?? []).filter(({ severity }) => severity === 'ERROR').map(({ messageId, sku, code, message }) => ({ row: messageId ?? null, sku, code, message }));
  } catch (error) {
    throw unreadableAnswer('a feed result', false, error);
  }
}

function refusedRecords(report: string): readonly RefusedRow[] {
  const lines = report.replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line.trim() !== '');
  const heading = lines.findIndex((line) => TABLE.every((name) => line.toLowerCase().includes(name)));
  const [processed, successful] = (heading < 0 ? lines : lines.slice(0, heading)).flatMap((line) => COUNT.exec(line)?.[1] ?? []).map(Number);
  const isCounted = processed !== undefined && successful !== undefined;
  if (heading < 0 && !isCounted) throw unreadableAnswer('a feed result', false);
  // Warnings stand in the same table.
  if (isCounted && processed === successful) return [];
  const rows = heading < 0 ? [] : rowsBelow(lines.slice(heading));
  return rows.length > 0 || !isCounted ? rows : [{ row: null, sku: null, code: null, message: report.trim().slice(0, LONGEST_EXCERPT) }];
}

function rowsBelow([heading = '', ...lines]: readonly string[]): RefusedRow[] {
  const names = heading.split('\t').map((name) => name.trim().toLowerCase());
  const rows = lines.map((line) => new Map(line.split('\t').map((value, index) => [names[index] ?? '', value.trim()])));
  return rows
    .filter((row) => !/^warning/i.test(row.get('error-type') ?? ''))
    .map((row) => ({ row: Number(row.get('original-record-number')) || null, sku: row.get('sku') || null, code: row.get('error-code') || null, message: row.get('error-message') || 'Amazon gave no reason' }));
}
