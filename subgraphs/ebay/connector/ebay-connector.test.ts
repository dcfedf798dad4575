import { describeConnector } from '../../../test/contract/connector-contract.js';
import { startContractSandbox } from '../testing/running-sandbox.js';
import { createEbayConnector } from './index.js';

describeConnector({ connector: createEbayConnector(), startSandbox: startContractSandbox });
