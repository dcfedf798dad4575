import type { Document } from 'bson';

/** MongoDB's own error codes, by the names its source gives them. */
export const ERROR_CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  Unauthorized: 13,
  InvalidLength: 16,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  NotSingleValueField: 54,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  ShutdownInProgress: 91,
  CommandNotSupported: 115,
  CommandFailed: 125,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  QueryPlanKilled: 175,
  InvalidIndexSpecificationOption: 197,
  QueryFeatureNotAllowed: 224,
  ConversionFailure: 241,
  ExceededMemoryLimit: 146,
  NoSuchTransaction: 251,
  NoQueryExecutionPlans: 291,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  Location13113: 13113,
  Location15947: 15947,
  Location15952: 15952,
  Location15955: 15955,
  Location15958: 15958,
  Location15959: 15959,
  Location16020: 16020,
  Location16612: 16612,
  Location16764: 16764,
  Location16766: 16766,
  Location16872: 16872,
  Location17276: 17276,
  Location31249: 31249,
  Location31253: 31253,
  Location31254: 31254,
  Location31325: 31325,
  Location40066: 40066,
  Location40081: 40081,
  Location40105: 40105,
  Location40192: 40192,
  Location40194: 40194,
  Location40234: 40234,
  Location40243: 40243,
  Location40323: 40323,
  Location40324: 40324,
  Location40400: 40400,
  Location40485: 40485,
  Location40573: 40573,
  Location40601: 40601,
  Location40602: 40602,
  IDLFailedToParse: 40414,
  IDLUnknownField: 40415,
  Location51024: 51024,
  Location51091: 51091,
  Location51132: 51132,
  Location51183: 51183,
  Location51108: 51108,
  Location51246: 51246,
  Location16006: 16006,
  Location16007: 16007,
  Location40515: 40515,
  Location40517: 40517,
  Location5166405: 5166405,
  Location18533: 18533,
  Location18536: 18536,
  Location40093: 40093,
  Location51104: 51104,
  Location28724: 28724,
  Location28689: 28689,
  Location28729: 28729,
  Location40386: 40386,
  Location40397: 40397,
  Location15976: 15976,
  Location28818: 28818,
  Location2942504: 2942504,
  Location5107200: 5107200,
  Location5439012: 5439012,
  Location5439018: 5439018,
} as const;

export type ErrorName = keyof typeof ERROR_CODES;

/** A failure that the client is told about as `{ ok: 0, code, codeName, errmsg }`, or as one entry of `writeErrors`. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: number;
  readonly codeName: ErrorName;
  /** Further fields of the reply, such as `keyPattern` and `keyValue`. */
  readonly details: Document;

  constructor(codeName: ErrorName, message: string, details: Document = {}) {
    super(message);
    this.codeName = codeName;
    this.code = ERROR_CODES[codeName];
    this.details = details;
  }
}

/** For what MongoDB has and this server has not. */
export function notSupported(what: string): CommandError {
  return new CommandError('CommandNotSupported', `${what} is not supported by the embedded server`);
}

export function errorReply(error: unknown): Document {
  if (error instanceof CommandError) return { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.details };
  const message = error instanceof Error ? error.message : String(error);
  return { ok: 0, errmsg: message, code: ERROR_CODES.InternalError, codeName: 'InternalError' };
}
