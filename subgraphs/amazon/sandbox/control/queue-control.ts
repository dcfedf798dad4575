import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import type { Kernel } from '../kernel.js';
import { ACCOUNT, arnOf, REGION, type Queues } from '../queue/queues.js';

const queueBody = z.strictObject({ name: z.string().regex(/^[\w-]{1,80}$/), accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) });
const messageBody = z.strictObject({ body: z.string().min(1) });

/** The seller's own AWS account, as far as there is one: queues and their keys. */
export function installQueueControl(control: Control, { state, url }: Kernel, queues: Queues): void {
  control.route({
    method: 'POST',
    path: '/queues',
    summary: 'Creates an SQS queue, or changes its key. Answers its address and ARN.',
    example: { name: 'hub-orders', accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox-secret' },
    body: queueBody,
    handle: ({ body: { name, accessKeyId, secretAccessKey } }) => {
      const path = `${ACCOUNT}/${name}`;
      queues.put({ path, accessKeyId, secretAccessKey });
      return { queueUrl: `${url()}/${path}`, arn: arnOf(path), region: REGION };
    },
  });
  control.route({
    method: 'POST',
    path: '/queues/:name/messages',
    summary: 'Puts a message of any text into a queue.',
    example: { body: '{"NotificationType":"ORDER_CHANGE"}' },
    body: messageBody,
    handle: ({ params, body }) => {
      const path = `${ACCOUNT}/${params['name'] ?? ''}`;
      if (!queues.get(path)) throw new ControlError(404, 'no such queue');
      return { messageId: state.transaction(() => queues.send(path, body.body)).messageId };
    },
  });
  control.route({ method: 'POST', path: '/queues/:name/redeliver', summary: 'Shows again at once what was received and not deleted.', handle: ({ params }) => state.transaction(() => queues.show(`${ACCOUNT}/${params['name'] ?? ''}`)) });
  control.route({ method: 'GET', path: '/queues/:name', summary: 'How many messages show, and how many are hidden.', handle: ({ params }) => queues.count(`${ACCOUNT}/${params['name'] ?? ''}`) });
}
