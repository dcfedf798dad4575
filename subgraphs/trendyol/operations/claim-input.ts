import { createHash } from 'node:crypto';
import { fromCanonicalBase64 } from '../../../platform/canonical-base64.js';
import { LONGEST_DESCRIPTION, type ClaimAnswer, type EvidenceFile } from '../connector/claim-answers.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import { refused, type Refused } from '../../sync/connector/stores-on.js';

export interface AnswerClaim extends StoreOfCaller {
  readonly claimId: string;
  readonly unitIds: readonly string[];
  readonly answer: ClaimAnswer['kind'];
  readonly reasonId?: number | null;
  readonly description?: string | null;
  readonly files?: readonly ClaimFile[] | null;
  readonly idempotencyKey: string;
  readonly dryRun?: boolean | null;
}

export interface ClaimFile {
  readonly name: string;
  readonly contentType: string;
  readonly base64: string;
}

const MOST_UNITS = 100;
const LONGEST_KEY = 200;
/** Ours: what a request of a client may carry is 10 MB, and base64 makes a third more of it. */
const MOST_FILES = 5;
const MOST_FILE_BYTES = 5_000_000;
const FILE_TYPES = ['image/jpeg', 'image/png', 'application/pdf'];

/** What can be said of an answer before anybody is asked. */
export function readAnswer(input: AnswerClaim): ClaimAnswer | Refused {
  const { claimId, answer, idempotencyKey } = input;
  const unitIds = [...new Set(input.unitIds)];
  if (idempotencyKey.length === 0 || idempotencyKey.length > LONGEST_KEY) return refused('INVALID_IDEMPOTENCY_KEY', `idempotencyKey must have 1 to ${LONGEST_KEY} characters.`, 'idempotencyKey');
  if (unitIds.length === 0 || unitIds.length > MOST_UNITS) return refused('BAD_INPUT', `Name 1 to ${MOST_UNITS} units.`, 'unitIds');
  return answer === 'APPROVE' ? { kind: answer, claimId, unitIds } : readDispute(input, { claimId, unitIds });
}

function readDispute({ reasonId, description, files }: AnswerClaim, of: Pick<ClaimAnswer, 'claimId' | 'unitIds'>): ClaimAnswer | Refused {
  const words = description?.trim() ?? '';
  if (typeof reasonId !== 'number' || words === '') return refused('REASON_MISSING', 'A dispute needs a reason of `Store.trendyol.claimIssueReasons` and a description.', typeof reasonId === 'number' ? 'description' : 'reasonId');
  if (words.length > LONGEST_DESCRIPTION) return refused('COMMENT_TOO_LONG', `A description has at most ${LONGEST_DESCRIPTION} characters.`, 'description');
  const evidence = readFiles(files ?? []);
  return 'userErrors' in evidence ? evidence : { kind: 'DISPUTE', ...of, reasonId, description: words, files: evidence.files };
}

function readFiles(files: readonly ClaimFile[]): { readonly files: EvidenceFile[] } | Refused {
  if (files.length > MOST_FILES) return refused('BAD_INPUT', `A dispute has at most ${MOST_FILES} files.`, 'files');
  const read: EvidenceFile[] = [];
  for (const { name, contentType, base64 } of files) {
    const content = fromCanonicalBase64(base64);
    if (content === null || content.length === 0 || name.trim() === '' || !FILE_TYPES.includes(contentType)) return refused('BAD_INPUT', `A file has a name, one of the types ${FILE_TYPES.join(', ')}, and content in base64.`, 'files', name);
    read.push({ name: name.trim(), contentType, content });
  }
  const bytes = read.reduce((sum, { content }) => sum + content.length, 0);
  return bytes > MOST_FILE_BYTES ? refused('BAD_INPUT', `The files of a dispute have at most ${MOST_FILE_BYTES} bytes together.`, 'files') : { files: read };
}

/** What tells a repeated answer from another one under the same key. */
export function digestOf(answer: ClaimAnswer): string {
  const hash = createHash('sha256');
  const { unitIds, ...rest } = answer;
  const files = rest.kind === 'DISPUTE' ? rest.files.map(({ content, ...file }) => ({ ...file, sha256: createHash('sha256').update(content).digest('base64url') })) : [];
  return hash.update(JSON.stringify({ ...rest, files, unitIds: unitIds.toSorted() })).digest('base64url');
}
