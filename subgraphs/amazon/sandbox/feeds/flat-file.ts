/** Tab-separated text with a heading row, as Amazon's flat files are; rows as objects by heading. */
export function readFlatFile(document: Buffer): Record<string, string>[] {
  const [heading = '', ...lines] = document.toString('utf8').replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line.trim() !== '');
  const names = heading.split('\t').map((name) => name.trim());
  return lines.map((line) => Object.fromEntries(line.split('\t').map((value, index) => [names[index] ?? '', value.trim()])));
}

export function writeFlatFile(names: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string {
  return [names.join('\t'), ...rows.map((row) => names.map((name) => row[name] ?? '').join('\t'))].join('\r\n') + '\r\n';
}
