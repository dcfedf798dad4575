/**
 * The order number of a purchase, which the marketplace answers under `name`; null when the marketplace refused it for want of goods,
 * which it answers as 409, or is not there: whether that order was placed, the buyer will never know.
 */
export async function placed(placing: Promise<unknown>, name: string): Promise<string | null> {
  try {
    return String(((await placing) as Readonly<Record<string, unknown>>)[name]);
  } catch (error) {
    if (error instanceof TypeError || (error instanceof Error && error.message.includes('answered 409'))) return null;
    throw error;
  }
}
