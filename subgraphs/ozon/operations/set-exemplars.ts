import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { readExemplars, saveCall, setCall, validateExemplars, type Exemplar, type ExemplarInput, type ExemplarStatus, type ExemplarVerdict, type MarkType } from '../connector/exemplars.js';
import type { WritingCall } from '../connector/methods.js';
import { readPosting } from '../connector/posting-actions.js';
import { handInUnits, isPacked } from './hand-in-units.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { tellOzon } from './ozon-store.js';

export interface UnitInput {
  readonly exemplarId: string;
  readonly marks?: readonly { readonly mark: string; readonly type: 'MANDATORY_MARK' | 'JEWELLERY_UIN' }[] | null;
  readonly gtd?: string | null;
  readonly gtdAbsent?: boolean | null;
  readonly rnpt?: string | null;
  readonly rnptAbsent?: boolean | null;
}

export interface SetExemplars extends StoreOfCaller {
  readonly postingNumber: string;
  readonly units: readonly UnitInput[];
  /** Has Ozon look at the form of the data, and hands nothing in. */
  readonly dryRun?: boolean | null;
}

export interface SetOutcome {
  /** How Ozon's check stands; null when nothing was handed in. */
  readonly status: ExemplarStatus | null;
  /** Whether Ozon keeps it: before packing what is handed in, after packing only what has passed its check. */
  readonly isSaved: boolean;
  /** The calls that a dry run would have made, in order. */
  readonly preview: readonly WritingCall[] | null;
  readonly userErrors: readonly UserError[];
}

const NOTHING: SetOutcome = { status: null, isSaved: false, preview: null, userErrors: [] };
const MARK_TYPES: Readonly<Record<'MANDATORY_MARK' | 'JEWELLERY_UIN', MarkType>> = { MANDATORY_MARK: 'mandatory_mark', JEWELLERY_UIN: 'jw_uin' };

/**
 * Hands in what the units of a posting carry, after Ozon has looked at its form; one malformed unit keeps all back, since
 * the posting could not be packed anyhow. Units not named keep what they had. Saying the same again changes nothing, and saves
 * after packing what has passed its check in the meantime.
 */
export async function setExemplars(input: SetExemplars, stores: Stores): Promise<SetOutcome> {
  const told = await tellOzon(stores, input, async (context): Promise<SetOutcome> => {
    const known = await readExemplars(context, input.postingNumber);
    const unknown = input.units.filter(({ exemplarId }) => !known.some((one) => one.exemplarId === exemplarId));
    if (unknown.length > 0) return { ...NOTHING, userErrors: unknown.map((unit) => unknownUnit(unit, input)) };
    const units = known.map((one) => withInput(one, input.units.find(({ exemplarId }) => exemplarId === one.exemplarId)));
    const malformed = await validateExemplars(context, input.postingNumber, units);
    if (malformed.length > 0) return { ...NOTHING, userErrors: malformed.flatMap((verdict) => malformedUnit(verdict, input)) };
    const posting = await readPosting(context, input.postingNumber);
    if (input.dryRun === true) return { ...NOTHING, preview: [setCall(input.postingNumber, units), ...(isPacked(posting) ? [saveCall(input.postingNumber)] : [])] };
    return { ...NOTHING, ...(await handInUnits(context, { posting, units, kept: known })) };
  });
  return told.done ?? { ...NOTHING, userErrors: told.userErrors };
}

function withInput(known: Exemplar, input: UnitInput | undefined): ExemplarInput {
  if (!input) return known;
  const { sku, exemplarId } = known;
  return {
    sku,
    exemplarId,
    marks: (input.marks ?? []).map(({ mark, type }) => ({ mark, type: MARK_TYPES[type] })),
    gtd: input.gtd ?? null,
    isGtdAbsent: input.gtdAbsent ?? false,
    rnpt: input.rnpt ?? null,
    isRnptAbsent: input.rnptAbsent ?? false,
  };
}

function unknownUnit({ exemplarId }: UnitInput, { units, postingNumber }: SetExemplars): UserError {
  return userError({ code: 'UNIT_NOT_FOUND', message: `Posting ${postingNumber} has no unit ${exemplarId}.`, field: fieldOf(units, exemplarId), itemRef: exemplarId });
}

function malformedUnit({ exemplarId, errors }: ExemplarVerdict, { units }: SetExemplars): UserError[] {
  return errors.map(({ field, codes }) => userError({ code: 'UNIT_DATA_MALFORMED', message: `Ozon refuses ${field} of unit ${exemplarId}: ${codes.join(', ')}.`, field: fieldOf(units, exemplarId), itemRef: exemplarId }));
}

function fieldOf(units: readonly UnitInput[], exemplarId: string): string[] {
  return ['input', 'units', String(units.findIndex((one) => one.exemplarId === exemplarId))];
}
