import { serialize, type Document } from 'bson';
import type { CommandInput } from './commands/command.js';
import { commands } from './commands/registry.js';
import { refuseUnknownFields } from './commands/unknown-fields.js';
import { Deadline } from './deadline.js';
import type { Engine } from './engine.js';
import { CommandError, errorReply } from './errors.js';
import type { Doc } from './values/bson-type.js';
import { decodeTyped, encode } from './values/codec.js';
import { isNumber, toDouble } from './values/numbers.js';
import type { Message } from './wire/messages.js';

/** Arguments that any command may carry. Sessions, concerns and preferences mean nothing to a single server without transactions. */
const COMMON_FIELDS = ['$db', '$readPreference', '$clusterTime', '$audit', '$client', '$configServerState', 'lsid', 'readConcern', 'writeConcern', 'comment', 'maxTimeMS', 'maxTimeMSOpOnly', 'apiVersion', 'apiStrict', 'apiDeprecationErrors'];

export interface Dispatched {
  readonly reply: Buffer;
  /** Set for failures that are the server's fault. */
  readonly fault: Error | undefined;
}

/** Runs the command in a message and gives the encoded reply; failures become error replies. */
export async function dispatch(engine: Engine, message: Message, connectionId: number): Promise<Dispatched> {
  try {
    const reply = await run(engine, message, connectionId);
    return { reply: Buffer.isBuffer(reply) ? reply : encode({ ...reply, ok: 1 }), fault: undefined };
  } catch (error) {
    return { reply: Buffer.from(serialize(errorReply(error))), fault: error instanceof CommandError ? undefined : asError(error) };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function run(engine: Engine, message: Message, connectionId: number): Promise<Document | Buffer> {
  const body = decodeTyped(message.body);
  const [name] = Object.keys(body);
  const command = name === undefined ? undefined : commands[name];
  if (name === undefined || !command || !Object.hasOwn(commands, name)) throw new CommandError('CommandNotFound', `no such command: '${name ?? ''}'`);
  refuseTransactions(body);
  refuseUnknownFields(name, body, [name, ...command.fields, ...COMMON_FIELDS]);
  const { maxTimeMS } = body;
  const input: CommandInput = {
    engine,
    database: databaseOf(message, body),
    body,
    sequences: message.sequences,
    deadline: new Deadline(isNumber(maxTimeMS) ? toDouble(maxTimeMS) : undefined),
    connectionId,
  };
  return command.run(input);
}

function databaseOf({ database }: Message, body: Doc): string {
  const { $db } = body;
  const name = typeof $db === 'string' ? $db : database;
  if (name === undefined) throw new CommandError('IDLFailedToParse', "BSON field '$db' is missing but a required field");
  return name;
}

function refuseTransactions(body: Doc): void {
  if ('txnNumber' in body || 'startTransaction' in body || 'autocommit' in body) throw new CommandError('IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos');
}
