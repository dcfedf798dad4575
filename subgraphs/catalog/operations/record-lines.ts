/** Lines of a file on which a record of its CSV stands, from 1 on. */
export interface RecordLines {
  readonly first: number;
  readonly last: number;
}

/**
 * Where records stand, as an editor shows it; asked for each record from the first, with csv-parse's own count of lines. csv-parse takes
 * a `\r\n` inside a cell, which the texts of an export are full of, for two line ends.
 */
export function createRecordLines(): (record: readonly string[], counted: number) => RecordLines {
  let countedTwice = 0;
  return (record, counted) => {
    const ends = record.flatMap((cell) => cell.match(/\r\n|\r|\n/g) ?? []);
    countedTwice += ends.filter((end) => end === '\r\n').length;
    const last = counted - countedTwice;
    return { first: last - ends.length, last };
  };
}
