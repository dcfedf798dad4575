export interface Topic {
  readonly topicId: string;
  readonly scope: 'APPLICATION' | 'USER';
  readonly description: string;
  /** Scopes beyond the base, without the prefix, of which the token of the subscriber needs one. */
  readonly scopes: readonly string[];
}

/** The topics the sandbox knows; its events follow from what sellers, buyers and the control API do. */
export const topics: readonly Topic[] = [
  { topicId: 'MARKETPLACE_ACCOUNT_DELETION', scope: 'APPLICATION', description: 'A user has closed their account', scopes: [] },
  { topicId: 'AUTHORIZATION_REVOCATION', scope: 'USER', description: 'A user has ended the consent', scopes: [] },
  { topicId: 'ORDER_CONFIRMATION', scope: 'USER', description: 'A line of an order is paid', scopes: ['sell.fulfillment', 'sell.fulfillment.readonly'] },
  { topicId: 'ORDER_CANCELLATION_ACTIVITY', scope: 'USER', description: 'A cancellation was asked for or decided', scopes: ['sell.cancellation'] },
  { topicId: 'ORDER_RETURN_ACTIVITY', scope: 'USER', description: 'A return was asked for or moved', scopes: ['sell.return'] },
];
