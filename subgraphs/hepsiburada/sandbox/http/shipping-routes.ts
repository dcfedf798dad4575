import { CARRIERS } from '../domain/carriers.js';
import { STANDARD_LABEL, STANDARD_PROFILE } from '../domain/logistics.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { ok } from './answer.js';
import { installEndpoint } from './endpoint.js';

/** The shipping service's two reads; its envelope tells failure by `error: true`. */
export function installShippingRoutes(sandbox: HepsiburadaSandbox): void {
  const base = { service: 'shipping-external', method: 'GET' } as const;
  const cargoFirms = CARRIERS.map(({ id, name }) => ({ cargoFirmId: id, cargoFirmName: name }));
  installEndpoint(sandbox, { ...base, path: '/cargoFirms/:merchantId', handle: () => ok({ cargoFirms: [{ labelId: 1, labelName: STANDARD_LABEL, labelDisplayName: STANDARD_LABEL, cargoFirms }], error: false, msg: null }) });
  installEndpoint(sandbox, { ...base, path: '/profiles/:merchantId', handle: () => ok({ profiles: [{ profileId: 1, profileName: STANDARD_PROFILE, dispatchTime: 2 }], error: false, msg: null }) });
}
