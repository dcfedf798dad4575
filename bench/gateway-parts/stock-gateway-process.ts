import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { argumentOfChild, tellReady } from '../child.js';

/** What one gets by following Apollo's own introduction: the standalone server, the gateway, its default data sources. */
const { supergraphSdl = '' } = argumentOfChild();
const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }) });
const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
tellReady({ url });
