import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ACCOUNT, arnOf, md5, type Queue, type QueueMessage, type Queues } from './queues.js';
import { isSignedWith, readClaim } from './signature.js';

/** A refusal as SQS's JSON protocol words it. */
class SqsError extends Error {
  readonly type: string;
  readonly status: number;
  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

const urlSchema = z.looseObject({ QueueUrl: z.string() });
const receiveSchema = z.looseObject({ MaxNumberOfMessages: z.int().min(1).max(10).default(1), WaitTimeSeconds: z.int().min(0).max(20).default(0), VisibilityTimeout: z.int().min(0).max(43_200).default(30) });
const deleteSchema = z.looseObject({ ReceiptHandle: z.string() });
const deleteBatchSchema = z.looseObject({ Entries: z.array(z.looseObject({ Id: z.string(), ReceiptHandle: z.string() })).min(1).max(10) });
const sendSchema = z.looseObject({ MessageBody: z.string().min(1) });
const nameSchema = z.looseObject({ QueueName: z.string() });

type Action = (queues: Queues, queue: Queue, input: unknown) => unknown;

const actions: Readonly<Record<string, Action>> = {
  ReceiveMessage: receive,
  DeleteMessage(queues, { path }, input) {
    queues.remove(path, deleteSchema.parse(input).ReceiptHandle);
    return {};
  },
  DeleteMessageBatch(queues, { path }, input) {
    const { Entries } = deleteBatchSchema.parse(input);
    for (const { ReceiptHandle } of Entries) queues.remove(path, ReceiptHandle);
    return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
  },
  SendMessage(queues, { path }, input) {
    const { MessageBody } = sendSchema.parse(input);
    return { MessageId: queues.send(path, MessageBody).messageId, MD5OfMessageBody: md5(MessageBody) };
  },
  GetQueueAttributes(queues, { path }) {
    const { visible, hidden } = queues.count(path);
    return { Attributes: { QueueArn: arnOf(path), ApproximateNumberOfMessages: String(visible), ApproximateNumberOfMessagesNotVisible: String(hidden), VisibilityTimeout: '30' } };
  },
};

/** SQS's HTTP API (JSON protocol 1.0), as far as notifications need it; requests are checked for their signature. */
export function mountSqs(app: FastifyInstance, queues: Queues, url: () => string): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      const result = await serve(request, queues, url());
      return await answer(reply, 200, result);
    } catch (error) {
      const refusal = error instanceof SqsError ? error : new SqsError('InvalidParameterValue', error instanceof Error ? error.message : 'invalid');
      return answer(reply.header('x-amzn-query-error', `${refusal.type};Sender`), refusal.status, { __type: `com.amazonaws.sqs#${refusal.type}`, message: refusal.message });
    }
  };
  app.post('/', handler);
  app.post(`/${ACCOUNT}/:name`, handler);
}

async function serve(request: FastifyRequest, queues: Queues, url: string): Promise<unknown> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const [, name = ''] = /^AmazonSQS\.(\w+)$/.exec(String(request.headers['x-amz-target'] ?? '')) ?? [];
  const input: unknown = JSON.parse(body.toString('utf8'));
  const path = name === 'GetQueueUrl' ? `${ACCOUNT}/${nameSchema.parse(input).QueueName}` : pathOf(urlSchema.parse(input).QueueUrl);
  const queue = queues.get(path);
  const claim = readClaim(request.headers.authorization);
  if (claim === null) throw new SqsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  if (!queue) throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.');
  if (claim.accessKeyId !== queue.accessKeyId) throw new SqsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  if (!isSignedWith(request, claim, queue.secretAccessKey, body)) throw new SqsError('SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.', 403);
  if (name === 'GetQueueUrl') return { QueueUrl: `${url}/${path}` };
  const action = actions[name];
  if (!action) throw new SqsError('UnsupportedOperation', `The sandbox does not serve ${name}.`);
  return action(queues, queue, input);
}

async function receive(queues: Queues, { path }: Queue, input: unknown): Promise<unknown> {
  const { MaxNumberOfMessages: most, WaitTimeSeconds, VisibilityTimeout: visibilitySeconds } = receiveSchema.parse(input);
  const found = queues.receive(path, { most, visibilitySeconds });
  if (found.length > 0 || WaitTimeSeconds === 0) return { Messages: found.map(toMessage) };
  await queues.waitForArrival(path, WaitTimeSeconds * 1000);
  return { Messages: queues.receive(path, { most, visibilitySeconds }).map(toMessage) };
}

function toMessage({ messageId, receiptHandle, body }: QueueMessage): unknown {
  return { MessageId: messageId, ReceiptHandle: receiptHandle, Body: body, MD5OfBody: md5(body) };
}

function pathOf(queueUrl: string): string {
  return URL.canParse(queueUrl) ? new URL(queueUrl).pathname.replace(/^\/+/, '') : queueUrl;
}

function answer(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).header('x-amzn-requestid', randomUUID()).type('application/x-amz-json-1.0').send(JSON.stringify(body));
}
