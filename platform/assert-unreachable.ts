/** The `default` of a switch over a closed set: fails to compile when a case is added, throws if an unchecked value arrives. */
export function assertUnreachable(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
