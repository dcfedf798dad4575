/** A page per posting with its number on it, 58 x 40 mm; what a PDF reader opens and a printer prints. */
export function labelPdf(postingNumbers: readonly string[]): Buffer {
  const pages = postingNumbers.map((_, index) => 4 + index * 2);
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${pages.map((id) => `${id} 0 R`).join(' ')}]/Count ${pages.length}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...postingNumbers.flatMap((number, index) => [`<</Type/Page/Parent 2 0 R/MediaBox[0 0 164 113]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + index * 2} 0 R>>`, streamOf(`BT /F1 12 Tf 12 52 Td (${number.replace(/[^\w-]/g, '')}) Tj ET`)]),
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj${object}endobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`, 'latin1');
}

function streamOf(content: string): string {
  return `<</Length ${content.length}>>\nstream\n${content}\nendstream\n`;
}
