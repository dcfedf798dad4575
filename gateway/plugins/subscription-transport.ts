import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { GatewayContext } from '../gateway-context.js';
import { gatewayError } from '../gateway-error.js';

/** A subscription that came as a plain request is refused with a word about how to ask for it. */
export function subscriptionTransportPlugin(): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation }) {
          if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
          throw gatewayError('SUBSCRIPTION_TRANSPORT', "Subscriptions come over a WebSocket (graphql-transport-ws), or with 'Accept: text/event-stream'.", { status: 406 });
        },
      };
    },
  };
}
