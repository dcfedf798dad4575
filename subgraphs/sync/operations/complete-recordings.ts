import type { Logger } from '../../../platform/telemetry/logger.js';
import { recordingUntil } from './begin-operation.js';
import { recordRequest, type RecordDeps } from './record-request.js';

/** Finishes writing down what a dead process had only begun to. */
export async function completeRecordings(deps: RecordDeps, logger: Logger): Promise<void> {
  const now = deps.clock.now();
  for (const { _id } of await deps.operations.abandonedRecordings(now)) {
    const operation = await deps.operations.takeOverRecording(_id, now, recordingUntil(now));
    if (!operation) continue;
    logger.warn({ operationId: _id, kind: operation.kind }, 'a request was left half-recorded; finishing it');
    await recordRequest(deps, operation);
  }
}
