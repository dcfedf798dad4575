/** What decoding puts in the place of bytes that are not UTF-8: the letters that stood there are lost. */
export const LOST_LETTER = '\uFFFD';

/** The first line of a text with such a letter, from 1 on. */
export function lineOfLostLetter(text: string): number {
  return text.slice(0, text.indexOf(LOST_LETTER)).split('\n').length;
}
