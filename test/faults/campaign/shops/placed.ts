/** The order number of a purchase; null when the marketplace refused it for want of goods, which it answers as 409. */
export async function placed<T>(placing: Promise<unknown>, orderNumberOf: (answer: T) => string): Promise<string | null> {
  try {
    return orderNumberOf((await placing) as T);
  } catch (error) {
    if (error instanceof Error && error.message.includes('answered 409')) return null;
    throw error;
  }
}
