import type { ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import type { GatewayContext } from '../gateway-context.js';
import type { OperationRequest } from './prepared-subscription.js';

/** A query or mutation that came over a WebSocket or an event stream: the same pipeline, limits included, as over HTTP. */
export async function executeOperation(apollo: ApolloServer<GatewayContext>, { query, variables, operationName }: OperationRequest, access: GatewayContext): Promise<FormattedExecutionResult> {
  const { body } = await apollo.executeOperation({ query, variables: { ...variables }, ...(operationName !== undefined && { operationName }) }, { contextValue: access });
  return body.kind === 'single' ? body.singleResult : { errors: [{ message: 'Incremental delivery is not offered.' }] };
}
