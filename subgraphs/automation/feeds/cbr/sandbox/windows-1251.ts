const decoder = new TextDecoder('windows-1251');
const byteOf = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));

/** Node reads this encoding but does not write it; a character it has not becomes a question mark. */
export function toWindows1251(text: string): Buffer {
  return Buffer.from(Array.from(text, (character) => byteOf.get(character) ?? 0x3f));
}
