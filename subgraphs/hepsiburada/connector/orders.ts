import type { OrderPort } from '../../sync/connector/contract.js';
import { acceptLines } from './accept-lines.js';
import { cancelLines, cancelReasons } from './cancel-lines.js';
import { changedSince } from './changed-orders.js';
import type { HepsiburadaCredentials } from './client.js';
import { shipPackage } from './ship-package.js';
import { readOrder } from './whole-orders.js';

export const orders: OrderPort<HepsiburadaCredentials> = { changedSince, byNumber: readOrder, accept: acceptLines, ship: shipPackage, cancelLines, cancelReasons };
