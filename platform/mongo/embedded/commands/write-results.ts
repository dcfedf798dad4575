import type { Document } from 'bson';
import { CommandError } from '../errors.js';

/** Runs statements one by one; a refused one becomes an entry of `writeErrors` and, when ordered, ends the command. */
export function runStatements<T>(statements: readonly T[], ordered: boolean, run: (statement: T, index: number) => void): Document[] {
  const errors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof CommandError) || error.codeName === 'MaxTimeMSExpired') throw error;
      errors.push({ index, code: error.code, errmsg: error.message, ...error.details });
      if (ordered) break;
    }
  }
  return errors;
}

export const WRITE_FIELDS = ['ordered', 'bypassDocumentValidation'] as const;
export const MAX_STATEMENTS = 100_000;

export function checkStatementCount(count: number): void {
  if (count === 0 || count > MAX_STATEMENTS) throw new CommandError('InvalidLength', `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${count} operations.`);
}
