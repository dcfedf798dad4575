import { answerOnce } from '../../../platform/idempotency/answer-once.js';
import type { SellerId } from '../../../platform/ids.js';
import { isCurrency } from '../../../platform/money.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import { CATALOG_CODES } from '../domain/refusals.js';
import type { RowFault } from '../domain/shopify-row.js';
import type { CatalogDeps } from './catalog-deps.js';
import { importCsv, type ImportProgress } from './import-csv.js';

/** `ProductsImportInput` of the schema; null and absent mean the default. */
export interface ImportInput {
  readonly csv: string;
  readonly currency?: string | null;
  readonly keepStock?: boolean | null;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

export interface ImportAnswer extends ImportProgress {
  /** The first thousand. */
  readonly userErrors: readonly UserError[];
}

const MOST_FAULTS = 1_000;
const LARGEST_CSV_CHARACTERS = 4_000_000;
const NONE = { created: 0, updated: 0, unchanged: 0, refused: 0 };

/** Imports a product export given as text; under an idempotency key once. */
export async function importProducts(deps: CatalogDeps, { sellerId, input }: { readonly sellerId: SellerId; readonly input: ImportInput }): Promise<ImportAnswer> {
  const { csv, idempotencyKey = null } = input;
  const currency = input.currency ?? 'TRY';
  const [keepStock, dryRun] = [input.keepStock ?? false, input.dryRun ?? false];
  if (!isCurrency(currency)) return refused(inputError('WRONG_CURRENCY', 'currency', `'${currency}' is not a currency the hub keeps`));
  if (csv.length > LARGEST_CSV_CHARACTERS) return refused(inputError('TOO_MANY_ITEMS', 'csv', `the text has ${csv.length} characters, at most ${LARGEST_CSV_CHARACTERS} are allowed: use hub import FILE`));
  const once = await answerOnce(deps, { sellerId, idempotencyKey: dryRun ? null : idempotencyKey, payload: ['productsImport', csv, currency, keepStock] }, async () => {
    const userErrors: UserError[] = [];
    const onFault = (fault: RowFault): void => {
      if (userErrors.length < MOST_FAULTS) userErrors.push(errorOf(fault));
    };
    const progress = await importCsv(deps, { sellerId, source: piecesOf(csv), currency, keepStock, dryRun, onFault });
    return { ...progress, userErrors };
  });
  return 'refused' in once ? refused(once.refused) : once.answer;
}

async function* piecesOf(text: string): AsyncGenerator<string> {
  yield text;
}

function errorOf({ line, column, code, itemRef, message }: RowFault): UserError {
  const place = column === null ? `line ${line}` : `line ${line}, column '${column}'`;
  return userError({ code, itemRef, message: `${place}: ${message}`, field: ['csv', String(line), ...(column === null ? [] : [column])] });
}

function inputError(code: keyof typeof CATALOG_CODES, part: string, message: string): UserError {
  return userError({ code: CATALOG_CODES[code], field: ['input', part], message });
}

function refused(error: UserError): ImportAnswer {
  return { rows: 0, products: NONE, variants: NONE, faults: 1, userErrors: [error] };
}
