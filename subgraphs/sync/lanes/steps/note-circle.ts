import type { PageCircleError } from '../../connector/page-trail.js';
import type { LaneWork } from '../lane-step.js';

/** Tells of a sweep that was given up because the marketplace's pages go in a circle. */
export async function noteCircle(work: LaneWork, of: 'offers' | 'orders', { errorClass, message }: PageCircleError): Promise<void> {
  work.logger.warn({ storeId: work.store._id, of, errorClass }, 'the pages of a sweep go in a circle; it is begun anew later');
  await work.note({ lastError: { errorClass, message: `Comparing ${of}: ${message}`, at: work.now() } });
}
