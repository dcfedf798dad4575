/** Hepsiburada has no gateway: each service has a host of its own, named here by its first label. */
export const SERVICES = ['mpop', 'listing-external', 'oms-external'] as const;
export type ServiceName = (typeof SERVICES)[number];

/**
 * Where a service of a store answers. `https://hepsiburada.com` stands for production and `https://sit.hepsiburada.com`
 * for the test stage: neither is called itself, each gives the services' published hosts. At any other address, such as a
 * sandbox's, the services are told apart by path. Pure.
 */
export function serviceBaseUrl(baseUrl: string, service: ServiceName): string {
  const { hostname } = new URL(baseUrl);
  if (hostname === 'hepsiburada.com' || hostname === 'www.hepsiburada.com') return `https://${service}.hepsiburada.com`;
  if (hostname === 'sit.hepsiburada.com') return `https://${service}-sit.hepsiburada.com`;
  return `${baseUrl.replace(/\/+$/, '')}/${service}`;
}
