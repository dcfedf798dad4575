import type * as Sqs from '@aws-sdk/client-sqs';
import { ConnectorError, type ErrorClass, type QueuedNotification } from '../../sync/connector/contract.js';
import type { AmazonCredentials } from './credentials.js';

/** The few things asked of a queue; SQS is the one Amazon puts notifications into. */
export interface NotificationQueue {
  /** Throws ConnectorError when the queue is not there or may not be read. */
  check(): Promise<void>;
  /** What is there, waiting some seconds for the first. What was received shows again unless it is removed in time. */
  receive(signal: AbortSignal): Promise<readonly QueuedNotification[]>;
  remove(receipts: readonly string[]): Promise<void>;
}

export interface QueuePlace {
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const WAIT_SECONDS = 5;
const VISIBILITY_SECONDS = 60;
/** Most that SQS hands out, and takes back, in one call. */
const MESSAGES_PER_CALL = 10;
const ANSWER_WITHIN_MS = 20_000;

/** Null for a store without a queue. */
export function queuePlaceOf({ sqsQueueUrl, sqsRegion, sqsAccessKeyId, sqsSecretAccessKey }: AmazonCredentials): QueuePlace | null {
  if (sqsQueueUrl === undefined || sqsAccessKeyId === undefined || sqsSecretAccessKey === undefined) return null;
  return { url: sqsQueueUrl, region: sqsRegion, accessKeyId: sqsAccessKeyId, secretAccessKey: sqsSecretAccessKey };
}

/** `https://sqs.eu-west-1.amazonaws.com/123456789012/orders` → `arn:aws:sqs:eu-west-1:123456789012:orders`. */
export function queueArnOf({ url, region }: QueuePlace): string {
  const [account = '', name = ''] = new URL(url).pathname.split('/').filter((part) => part !== '').slice(-2);
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

export function openSqsQueue(place: QueuePlace): NotificationQueue {
  const QueueUrl = place.url;
  return {
    check: () =>
      withClient(place, async (client, { GetQueueAttributesCommand }) => {
        await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
      }),
    receive: (signal) =>
      withClient(place, async (client, { ReceiveMessageCommand }) => {
        const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: MESSAGES_PER_CALL, WaitTimeSeconds: WAIT_SECONDS, VisibilityTimeout: VISIBILITY_SECONDS });
        const { Messages = [] } = await client.send(command, { abortSignal: signal });
        return Messages.flatMap(({ Body, ReceiptHandle }) => (Body === undefined || ReceiptHandle === undefined ? [] : [{ receipt: ReceiptHandle, body: Buffer.from(Body) }]));
      }).catch((error: unknown) => {
        if (signal.aborted) return [];
        throw error;
      }),
    remove: (receipts) =>
      withClient(place, async (client, { DeleteMessageBatchCommand }) => {
        for (let start = 0; start < receipts.length; start += MESSAGES_PER_CALL) {
          const Entries = receipts.slice(start, start + MESSAGES_PER_CALL).map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
          const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
          const [first] = Failed;
          if (first) throw new ConnectorError({ errorClass: 'SERVER', outcome: 'UNKNOWN', message: `SQS kept ${Failed.length} messages: ${first.Code ?? 'no reason given'}`, remoteCode: first.Code ?? null });
        }
      }),
  };
}

/** The SDK takes 20 MB, which processes that read no queue do without. */
async function withClient<T>({ region, url, accessKeyId, secretAccessKey }: QueuePlace, act: (client: Sqs.SQSClient, sdk: typeof Sqs) => Promise<T>): Promise<T> {
  const sdk = await import('@aws-sdk/client-sqs');
  const client = new sdk.SQSClient({
    region,
    endpoint: new URL(url).origin,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: ANSWER_WITHIN_MS },
  });
  try {
    return await act(client, sdk);
  } catch (error) {
    throw error instanceof ConnectorError ? error : toConnectorError(error);
  } finally {
    client.destroy();
  }
}

const refusals: readonly (readonly [RegExp, ErrorClass])[] = [
  [/AccessDenied|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|InvalidAccessKeyId|ExpiredToken|InvalidSecurity/i, 'AUTHENTICATION'],
  [/QueueDoesNotExist|NonExistentQueue|InvalidAddress|ReceiptHandleIsInvalid/i, 'VALIDATION'],
  [/Throttl|OverLimit|TooManyRequests|RequestThrottled/i, 'RATE_LIMITED'],
  [/Timeout/i, 'TIMEOUT'],
];

/** The SDK's errors in the connectors' words; theirs could carry the request, so only their name and status are kept. */
function toConnectorError(error: unknown): unknown {
  if (!(typeof error === 'object' && error !== null && 'name' in error)) return error;
  const { name, $metadata } = error as { name: unknown; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  const word = String(name);
  const [, errorClass] = refusals.find(([pattern]) => pattern.test(word)) ?? [null, status === undefined ? ('NETWORK' as const) : status >= 500 ? ('SERVER' as const) : ('VALIDATION' as const)];
  const isRefusal = errorClass === 'AUTHENTICATION' || errorClass === 'VALIDATION' || errorClass === 'RATE_LIMITED';
  return new ConnectorError({ errorClass, outcome: isRefusal ? 'REFUSED' : 'UNKNOWN', message: `SQS: ${word}${status === undefined ? '' : ` (${status})`}`, remoteCode: word });
}
