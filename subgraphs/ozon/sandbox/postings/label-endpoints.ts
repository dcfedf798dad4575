import { z } from 'zod';
import { endpoint, FileAnswer, int64, type Endpoint } from '../access/endpoint.js';
import { invalid, notFound } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import type { Desk } from './desk.js';
import { required } from './list-postings.js';
import type { Posting } from './posting.js';

interface LabelTask {
  readonly clientId: string;
  readonly postingNumbers: readonly string[];
}

const numbers = z.looseObject({ posting_number: z.array(z.string().min(1)).min(1).max(20) });

/** Labels are there some time after packing; one posting that has none fails the whole call. */
export function labelEndpoints({ state, clock, settings }: Kernel, desk: Desk): Endpoint[] {
  const tasks = state.store<LabelTask>('label-tasks');
  const isReady = ({ status, packedAt }: Posting): boolean => status === 'awaiting_deliver' && packedAt !== null && clock.now() - packedAt >= settings().labelDelayMs;
  const requireReady = (clientId: string, postingNumbers: readonly string[]): void => {
    const waiting = postingNumbers.filter((number) => !isReady(required(desk, clientId, number)));
    if (waiting.length > 0) throw invalid("The next postings aren't ready");
  };
  return [
    endpoint({
      path: '/v2/posting/fbs/package-label',
      body: numbers,
      handle: ({ clientId, body }) => {
        requireReady(clientId, body.posting_number);
        return new FileAnswer('application/pdf', labelPdf(body.posting_number));
      },
    }),
    endpoint({
      path: '/v2/posting/fbs/package-label/create',
      body: numbers,
      handle: ({ clientId, body }) => {
        body.posting_number.forEach((number) => required(desk, clientId, number));
        const taskId = state.next('label-task', 810_001);
        tasks.put(taskId, { clientId, postingNumbers: body.posting_number });
        return { result: { tasks: [{ task_id: taskId, task_type: 'big_label' }] } };
      },
    }),
    endpoint({
      path: '/v1/posting/fbs/package-label/get',
      body: z.looseObject({ task_id: int64 }),
      handle: ({ clientId, body }) => {
        const task = tasks.get(body.task_id);
        if (task?.clientId !== clientId) throw notFound('task not found');
        const isDone = task.postingNumbers.every((number) => isReady(required(desk, clientId, number)));
        return { result: { status: isDone ? 'completed' : 'in_progress', file_url: isDone ? `https://labels.example.invalid/${body.task_id}.pdf` : '', error: '' } };
      },
    }),
  ];
}

/** The least a PDF reader opens. */
function labelPdf(postingNumbers: readonly string[]): Buffer {
  return Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% ${postingNumbers.join(' ')}\ntrailer<</Root 1 0 R>>\n%%EOF\n`);
}
