/** The bytes of a base64 text that is written the one way there is, padding and all; null for any other, which decoders would take for the same. */
export function fromCanonicalBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
