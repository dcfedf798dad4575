import type { OzonContext } from '../connector/client.js';
import { readExemplarStatus, saveExemplars, setExemplars, type ExemplarInput, type ExemplarStatus } from '../connector/exemplars.js';
import type { OzonPosting } from '../connector/posting.js';
import { readUntil } from './read-until.js';

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
  const status = await readUntil(() => readExemplarStatus(context, postingNumber), (now) => now.status !== 'validation_in_process');
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
