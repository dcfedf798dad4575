import { describeConnector } from '../../../test/contract/connector-contract.js';
import { createAmazonConnector } from './index.js';
import { startContractSandbox } from './testing/contract-sandbox.js';

describeConnector({ connector: createAmazonConnector(), startSandbox: startContractSandbox });
