/** A text as people search for it: case and accents do not matter, nor which of the Turkish i's was typed. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i').trim();
}

/** Whether a text contains every word of a search, in any order. */
export function createTextSearch(search: string): (text: string) => boolean {
  const words = foldText(search).split(/\s+/).filter((word) => word !== '');
  return (text) => {
    const folded = foldText(text);
    return words.every((word) => folded.includes(word));
  };
}
