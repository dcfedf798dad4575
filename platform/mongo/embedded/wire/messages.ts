import { CommandError } from '../errors.js';

export interface Message {
  readonly requestId: number;
  /** Legacy `OP_QUERY` handshakes are answered with `OP_REPLY`. */
  readonly isLegacy: boolean;
  /** The sender wants no reply. */
  readonly isFireAndForget: boolean;
  readonly body: Buffer;
  /** Document sequences by name, such as `documents` of an insert. */
  readonly sequences: ReadonlyMap<string, Buffer[]>;
  /** The database, where the message itself does not say it in `$db`. */
  readonly database: string | undefined;
}

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
export const MAX_MESSAGE_BYTES = 48_000_000;

export function parseMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4);
  const opCode = bytes.readInt32LE(12);
  if (opCode === OP_MSG) return parseMsg(bytes, requestId);
  if (opCode === OP_QUERY) return parseQuery(bytes, requestId);
  throw new CommandError('IllegalOperation', `unsupported wire operation ${opCode}`);
}

function parseMsg(bytes: Buffer, requestId: number): Message {
  const flags = bytes.readUInt32LE(HEADER_BYTES);
  const end = bytes.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const sequences = new Map<string, Buffer[]>();
  let body: Buffer | undefined;
  for (let at = HEADER_BYTES + 4; at < end; ) {
    const kind = bytes[at] as number;
    const size = bytes.readInt32LE(at + 1);
    const section = bytes.subarray(at + 1, at + 1 + size);
    if (section.length !== size || size < 5) throw new CommandError('FailedToParse', 'malformed OP_MSG section');
    if (kind === 0) body = section;
    else addSequence(sequences, section);
    at += 1 + size;
  }
  if (!body) throw new CommandError('FailedToParse', 'OP_MSG without a body');
  return { requestId, isLegacy: false, isFireAndForget: (flags & MORE_TO_COME) !== 0, body, sequences, database: undefined };
}

function addSequence(sequences: Map<string, Buffer[]>, section: Buffer): void {
  const nameEnd = section.indexOf(0, 4);
  const documents: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length; ) {
    const size = section.readInt32LE(at);
    if (size < 5 || at + size > section.length) throw new CommandError('FailedToParse', 'malformed document sequence');
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  sequences.set(section.toString('utf8', 4, nameEnd), documents);
}

function parseQuery(bytes: Buffer, requestId: number): Message {
  const nameEnd = bytes.indexOf(0, HEADER_BYTES + 4);
  const name = bytes.toString('utf8', HEADER_BYTES + 4, nameEnd);
  const start = nameEnd + 9;
  const body = bytes.subarray(start, start + bytes.readInt32LE(start));
  return { requestId, isLegacy: true, isFireAndForget: false, body, sequences: new Map(), database: name.replace(/\.\$cmd$/, '') };
}

let lastReplyId = 0;

/** The frame that answers `message` with an encoded document. */
export function encodeReply({ requestId, isLegacy }: Message, body: Buffer): Buffer[] {
  const head = Buffer.alloc(isLegacy ? HEADER_BYTES + 20 : HEADER_BYTES + 5);
  lastReplyId = (lastReplyId + 1) & 0x7fffffff;
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(lastReplyId, 4);
  head.writeInt32LE(requestId, 8);
  head.writeInt32LE(isLegacy ? OP_REPLY : OP_MSG, 12);
  if (isLegacy) {
    head.writeInt32LE(8, HEADER_BYTES);
    head.writeInt32LE(1, HEADER_BYTES + 16);
  }
  return [head, body];
}

/** Cuts a byte stream into messages. */
export class MessageReader {
  private chunks: Buffer[] = [];
  private held = 0;

  push(chunk: Buffer): Buffer[] {
    this.chunks.push(chunk);
    this.held += chunk.length;
    const messages: Buffer[] = [];
    for (let size = this.nextSize(); size !== undefined && this.held >= size; size = this.nextSize()) messages.push(this.cut(size));
    return messages;
  }

  private nextSize(): number | undefined {
    if (this.held < 4) return undefined;
    if ((this.chunks[0] as Buffer).length < 4) this.join();
    const size = (this.chunks[0] as Buffer).readInt32LE(0);
    if (size < HEADER_BYTES || size > MAX_MESSAGE_BYTES) throw new CommandError('FailedToParse', `a message of ${size} bytes`);
    return size;
  }

  private cut(size: number): Buffer {
    if ((this.chunks[0] as Buffer).length < size) this.join();
    const first = this.chunks[0] as Buffer;
    this.held -= size;
    if (first.length === size) this.chunks.shift();
    else this.chunks[0] = first.subarray(size);
    return first.subarray(0, size);
  }

  private join(): void {
    this.chunks = [Buffer.concat(this.chunks, this.held)];
  }
}
