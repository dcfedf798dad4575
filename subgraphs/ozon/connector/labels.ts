import { z } from 'zod';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext } from './client.js';
import { METHODS, type WritingCall } from './methods.js';

const createdSchema = z.looseObject({ result: z.looseObject({ tasks: z.array(z.looseObject({ task_id: text, task_type: z.string().nullish() })) }) });
const stateSchema = z.looseObject({ result: z.looseObject({ status: z.string(), file_url: optionalText.optional(), error: optionalText.optional() }) });

export interface LabelTask {
  readonly taskId: string;
  /** `big_label` or `small_label`. */
  readonly kind: string | null;
}

export interface LabelState {
  /** `pending`, `in_progress`, `completed` or `error`. */
  readonly status: string;
  readonly url: string | null;
  readonly error: string | null;
}

export function labelsCall(postingNumbers: readonly string[]): WritingCall {
  return { method: 'POST', path: METHODS['labels.create'].path, body: { posting_number: postingNumbers } };
}

/** Has labels made of at most 20 packed postings; they are there about a minute after packing. */
export async function createLabels(context: OzonContext, postingNumbers: readonly string[]): Promise<readonly LabelTask[]> {
  const { result } = await call(context, 'labels.create', labelsCall(postingNumbers).body, createdSchema);
  return result.tasks.map(({ task_id, task_type }) => ({ taskId: task_id, kind: task_type ?? null }));
}

export async function readLabels(context: OzonContext, taskId: string): Promise<LabelState> {
  const { result } = await call(context, 'labels.get', { task_id: Number(taskId) }, stateSchema);
  return { status: result.status, url: result.file_url ?? null, error: result.error ?? null };
}
