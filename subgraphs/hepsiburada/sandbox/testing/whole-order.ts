import { MERCHANT_ID, type RunningSandbox } from './running-sandbox.js';

/** The lines of an order as the createOrder webhook carries them: they are those of the whole order. */
export async function lineRow(sandbox: RunningSandbox, orderNumber: string): Promise<readonly unknown[]> {
  const { json } = await sandbox.get<{ items: unknown[] }>(`/oms-external/orders/merchantid/${MERCHANT_ID}/ordernumber/${orderNumber}`);
  return json.items;
}
