import type { SandboxState } from '../../../../platform/sandbox/state.js';
import type { Posting } from './posting.js';

export type CheckStatus = '' | 'processing' | 'passed' | 'failed';

export interface Mark {
  readonly mark: string;
  readonly type: 'mandatory_mark' | 'jw_uin';
  readonly check: CheckStatus;
  readonly errors: readonly string[];
}

/** One unit of a product in a posting, with the numbers Russian law asks of it. */
export interface Exemplar {
  readonly exemplarId: number;
  readonly sku: number;
  readonly gtd: string;
  readonly isGtdAbsent: boolean;
  readonly gtdCheck: CheckStatus;
  readonly gtdErrors: readonly string[];
  readonly rnpt: string;
  readonly isRnptAbsent: boolean;
  readonly rnptCheck: CheckStatus;
  readonly rnptErrors: readonly string[];
  readonly marks: readonly Mark[];
}

export interface ExemplarSheet {
  /** What is kept. */
  readonly exemplars: readonly Exemplar[];
  /** Handed in after packing, and kept only once the seller has it saved. */
  readonly draft?: readonly Exemplar[];
  readonly isChecking: boolean;
}

export interface ExemplarBook {
  of(posting: Posting): ExemplarSheet;
  put(posting: Posting, sheet: ExemplarSheet): void;
  /** The posting whose unit carries this mark already. */
  holderOf(mark: string): string | undefined;
  hold(mark: string, postingNumber: string): void;
}

const FIRST_EXEMPLAR_ID = 600_000_001;

export function createExemplarBook(state: SandboxState): ExemplarBook {
  const sheets = state.store<ExemplarSheet>('exemplars');
  const holders = state.store<string>('mark-holders');
  return {
    of: (posting) => {
      const known = sheets.get([posting.clientId, posting.postingNumber]);
      if (known) return known;
      const blank = (sku: number): Exemplar => ({ exemplarId: state.next('exemplar', FIRST_EXEMPLAR_ID), sku, gtd: '', isGtdAbsent: false, gtdCheck: '', gtdErrors: [], rnpt: '', isRnptAbsent: false, rnptCheck: '', rnptErrors: [], marks: [] });
      const sheet = { exemplars: posting.products.flatMap(({ sku, quantity }) => Array.from({ length: quantity }, () => blank(sku))), isChecking: false };
      sheets.put([posting.clientId, posting.postingNumber], sheet);
      return sheet;
    },
    put: ({ clientId, postingNumber }, sheet) => sheets.put([clientId, postingNumber], sheet),
    holderOf: (mark) => holders.get(mark),
    hold: (mark, postingNumber) => holders.put(mark, postingNumber),
  };
}

/** Whether everything a posting owes is there and has passed its check. */
export function isReadyToShip({ requirements }: Posting, { exemplars, isChecking }: ExemplarSheet): boolean {
  if (requirements.country.length > 0) return false;
  const owesNothing = requirements.mark.length + requirements.gtd.length + requirements.rnpt.length === 0;
  if (owesNothing) return true;
  return !isChecking && exemplars.every((one) => isComplete(one, requirements));
}

function isComplete(one: Exemplar, { mark, gtd, rnpt }: Posting['requirements']): boolean {
  const hasMark = one.marks.some(({ type, check }) => type === 'mandatory_mark' && check === 'passed');
  const hasGtd = one.isGtdAbsent || one.gtdCheck === 'passed';
  const hasRnpt = one.isRnptAbsent || one.rnptCheck === 'passed';
  return (!mark.includes(one.sku) || hasMark) && (!gtd.includes(one.sku) || hasGtd) && (!rnpt.includes(one.sku) || hasRnpt);
}
