import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { endpoint, FileAnswer, int64, type Endpoint } from '../access/endpoint.js';
import { invalid, notFound } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import type { Desk } from './desk.js';
import { labelPdf } from './label-pdf.js';
import { required } from './list-postings.js';
import type { Posting } from './posting.js';

interface LabelTask {
  readonly clientId: string;
  readonly postingNumbers: readonly string[];
  readonly status: 'in_progress' | 'completed' | 'error';
  readonly error: string;
}

const FILES = '/_files/package-labels';

const numbers = z.looseObject({ posting_number: z.array(z.string().min(1)).min(1).max(20) });

/** Labels are there some time after packing; one posting that has none fails the whole call. */
export function labelEndpoints({ state, clock, settings }: Kernel, desk: Desk): Endpoint[] {
  const tasks = state.store<LabelTask>('label-tasks');
  const isReady = ({ status, packedAt }: Posting): boolean => status === 'awaiting_deliver' && packedAt !== null && clock.now() - packedAt >= settings().labelDelayMs;
  const requireReady = (clientId: string, postingNumbers: readonly string[]): void => {
    const waiting = postingNumbers.filter((number) => !isReady(required(desk, clientId, number)));
    if (waiting.length > 0) throw invalid("The next postings aren't ready");
  };
  const readyInMs = ({ status, packedAt }: Posting): number => (status === 'awaiting_deliver' && packedAt !== null ? packedAt + settings().labelDelayMs - clock.now() : 0);
  clock.on('make-labels', ({ taskId }: { taskId: number }) => {
    const task = tasks.get(taskId);
    if (!task) return;
    const bad = task.postingNumbers.filter((number) => !isReady(required(desk, task.clientId, number)));
    tasks.put(taskId, bad.length === 0 ? { ...task, status: 'completed' } : { ...task, status: 'error', error: `The next postings aren't ready: ${bad.join(', ')}` });
  });
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
        const postings = body.posting_number.map((number) => required(desk, clientId, number));
        const taskId = state.next('label-task', 810_001);
        tasks.put(taskId, { clientId, postingNumbers: body.posting_number, status: 'in_progress', error: '' });
        clock.after(Math.max(settings().batchDelayMs, ...postings.map(readyInMs)), 'make-labels', { taskId });
        return { result: { tasks: [{ task_id: taskId, task_type: 'big_label' }] } };
      },
    }),
    endpoint({
      path: '/v1/posting/fbs/package-label/get',
      body: z.looseObject({ task_id: int64 }),
      handle: ({ clientId, body, baseUrl }) => {
        const task = tasks.get(body.task_id);
        if (task?.clientId !== clientId) throw notFound('task not found');
        return { result: { status: task.status, file_url: task.status === 'completed' ? `${baseUrl}${FILES}/${body.task_id}.pdf` : '', error: task.error } };
      },
    }),
  ];
}

/** The address in a finished task needs no key, as Ozon's own do not: it is known to who asked for the labels. */
export function serveLabelFiles(app: FastifyInstance, state: Kernel['state']): void {
  const tasks = state.store<LabelTask>('label-tasks');
  app.get<{ Params: { file: string } }>(`${FILES}/:file`, async ({ params }, reply) => {
    const task = tasks.get(Number(params.file.replace(/\.pdf$/, '')));
    return task?.status === 'completed' ? reply.type('application/pdf').send(labelPdf(task.postingNumbers)) : reply.code(404).send();
  });
}
