import { setTimeout as pause } from 'node:timers/promises';
import type { OzonContext } from '../connector/client.js';
import { readExemplarStatus, saveExemplars, setExemplars, type ExemplarInput, type ExemplarStatus } from '../connector/exemplars.js';
import type { OzonPosting } from '../connector/posting.js';

/** A check takes a moment as a rule; one that takes longer is waited for by the caller, who says the same again. */
const CHECK_WAITS_MS = [200, 400, 800];

interface HandIn {
  readonly posting: OzonPosting;
  readonly units: readonly ExemplarInput[];
  /** As Ozon has them kept now. */
  readonly kept: readonly ExemplarInput[];
}

export interface HandedIn {
  readonly status: ExemplarStatus;
  readonly isSaved: boolean;
}

/** Whether what is handed in now is a correction, which Ozon keeps only when told to. */
export function isPacked({ status }: OzonPosting): boolean {
  return status === 'awaiting_deliver';
}

/**
 * Hands unit data in. Before packing that is all; of a packed posting it is saved as well, once it has passed Ozon's check. What
 * Ozon was told before is not told again, since that would begin the check anew.
 */
export async function handInUnits(context: OzonContext, handIn: HandIn): Promise<HandedIn> {
  const { posting, units } = handIn;
  const { posting_number: postingNumber } = posting;
  if (!isPacked(posting)) {
    await setExemplars(context, postingNumber, units);
    return { status: await readExemplarStatus(context, postingNumber), isSaved: true };
  }
  if (!isTold(await readExemplarStatus(context, postingNumber), handIn)) await setExemplars(context, postingNumber, units);
  const status = await readCheck(context, postingNumber);
  const isSound = status.status === 'ship_available' && status.exemplars.every(({ errors }) => errors.length === 0);
  if (isSound) await saveExemplars(context, postingNumber);
  return { status, isSaved: isSound };
}

/** That a number does not exist is nothing the status tells: a change of that is always handed in. */
function isTold({ exemplars }: ExemplarStatus, { units, kept }: HandIn): boolean {
  return units.every((unit) => {
    const told = exemplars.find(({ exemplarId }) => exemplarId === unit.exemplarId);
    const before = kept.find(({ exemplarId }) => exemplarId === unit.exemplarId);
    const isSame = told?.gtd === unit.gtd && told.rnpt === unit.rnpt && sorted(told.marks) === sorted(unit.marks.map(({ mark }) => mark));
    return isSame && before?.isGtdAbsent === unit.isGtdAbsent && before.isRnptAbsent === unit.isRnptAbsent;
  });
}

function sorted(marks: readonly string[]): string {
  return JSON.stringify([...marks].sort());
}

async function readCheck(context: OzonContext, postingNumber: string): Promise<ExemplarStatus> {
  let status = await readExemplarStatus(context, postingNumber);
  for (const waitMs of CHECK_WAITS_MS) {
    if (status.status !== 'validation_in_process') break;
    await pause(waitMs);
    status = await readExemplarStatus(context, postingNumber);
  }
  return status;
}
