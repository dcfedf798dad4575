import { iso } from '../kernel.js';
import { endpoint, type Endpoint } from './endpoint.js';

/** What a key may do and until when. `paths` are all methods there are. */
export function accountEndpoints(paths: () => readonly string[]): Endpoint[] {
  return [
    endpoint({
      path: '/v1/roles',
      handle: ({ seller }) => ({
        roles: [{ name: seller.deniedPaths.length === 0 ? 'Admin' : 'Custom', methods: paths().filter((path) => !seller.deniedPaths.includes(path)) }],
        ...(seller.keyExpiresAt === null ? {} : { expires_at: iso(seller.keyExpiresAt) }),
      }),
    }),
  ];
}
