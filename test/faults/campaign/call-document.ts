/** A call of the hub to a marketplace, as its ledger has it. */
export interface CallDocument {
  readonly _id: string;
  readonly storeId: string;
  readonly kind: string;
  readonly state: string;
  readonly items: readonly unknown[];
  readonly error: { readonly errorClass: string; readonly message: string } | null;
  readonly preparedAt: Date;
  readonly sentAt: Date | null;
  readonly settledAt: Date | null;
  readonly dueAt: Date | null;
  readonly provesFrom?: Date;
}

export function describeCall({ kind, state, items, error }: CallDocument): string {
  return `a call of ${items.length} ${kind.toLowerCase()} is ${state}${error ? ` (${error.errorClass})` : ''}`;
}
