import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { ok } from './answer.js';
import { installEndpoint } from './endpoint.js';

/** The shipping service's two reads; its envelope tells failure by `error: true`. */
export function installShippingRoutes(sandbox: HepsiburadaSandbox): void {
  const base = { service: 'shipping-external', method: 'GET' } as const;
  const cargoFirms = [{ cargoFirmId: 1, cargoFirmName: 'Hepsijet' }, { cargoFirmId: 2, cargoFirmName: 'Aras Kargo' }];
  installEndpoint(sandbox, { ...base, path: '/cargoFirms/:merchantId', handle: () => ok({ cargoFirms: [{ labelId: 1, labelName: 'Depo', labelDisplayName: 'Depo', cargoFirms }], error: false, msg: null }) });
  installEndpoint(sandbox, { ...base, path: '/profiles/:merchantId', handle: () => ok({ profiles: [{ profileId: 1, profileName: 'Standart', dispatchTime: 2 }], error: false, msg: null }) });
}
