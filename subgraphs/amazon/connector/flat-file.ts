/** Tab-separated text with a heading row, as Amazon's flat files are. A tab or line break within a value becomes a space. */
export function writeFlatFile(names: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string {
  const line = (values: readonly string[]): string => values.map((value) => value.replace(/[\t\r\n]+/g, ' ')).join('\t');
  return `${[line(names), ...rows.map((row) => line(names.map((name) => row[name] ?? '')))].join('\r\n')}\r\n`;
}

/** Rows by heading; headings in lower case, as Amazon's own reports differ in that. Null for a text that has not all the headings wanted. */
export function readFlatFile(text: string, wanted: readonly string[]): Readonly<Record<string, string>>[] | null {
  const [heading = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line.trim() !== '');
  const names = heading.split('\t').map((name) => name.trim().toLowerCase());
  if (wanted.some((name) => !names.includes(name))) return null;
  return lines.map((line) => Object.fromEntries(line.split('\t').map((value, index) => [names[index] ?? '', value.trim()])));
}
