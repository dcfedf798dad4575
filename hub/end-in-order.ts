/** A process that was asked to end has ended by then. */
const END_WITHIN_MS = 9_500;

/**
 * Lets a process end in order, and ends it all the same when that takes too long, because a database does not answer, say: what it leaves
 * behind the others find in the ledger, as after a crash. Told by a timer, so it does not matter what the machine's clock says.
 */
export async function endInOrder(end: () => Promise<void>, withinMs = END_WITHIN_MS): Promise<void> {
  setTimeout(() => {
    console.error(`hub: not everything ended within ${withinMs} ms; the rest is left behind`);
    process.exit(0);
  }, withinMs).unref();
  await end();
}
