import { z } from 'zod';
import { endpoint, int64, type Endpoint } from '../access/endpoint.js';
import { invalid } from '../access/errors.js';
import type { Desk } from './desk.js';
import { required } from './list-postings.js';

const COUNTRIES = [
  { name: 'Турция', country_iso_code: 'TR' },
  { name: 'Россия', country_iso_code: 'RU' },
  { name: 'Китай', country_iso_code: 'CN' },
  { name: 'Италия', country_iso_code: 'IT' },
  { name: 'Германия', country_iso_code: 'DE' },
  { name: 'Узбекистан', country_iso_code: 'UZ' },
];

/** Where the goods were made; anything but Russia makes a customs declaration number due. */
export function countryEndpoints(desk: Desk): Endpoint[] {
  return [
    endpoint({
      path: '/v2/posting/fbs/product/country/list',
      body: z.looseObject({ name_search: z.string().default('') }),
      handle: ({ body }) => ({ result: COUNTRIES.filter(({ name }) => name.toLocaleLowerCase('ru').includes(body.name_search.toLocaleLowerCase('ru'))) }),
    }),
    endpoint({
      path: '/v2/posting/fbs/product/country/set',
      body: z.looseObject({ posting_number: z.string().min(1), product_id: int64, country_iso_code: z.string().length(2) }),
      handle: ({ clientId, body, requestId }) => {
        const posting = required(desk, clientId, body.posting_number);
        if (posting.status !== 'awaiting_packaging') throw invalid("Posting must have 'awaiting_packaging' status");
        if (!posting.products.some(({ sku }) => sku === body.product_id)) throw invalid('UNKNOWN_PRODUCT_DEFINED');
        if (!COUNTRIES.some(({ country_iso_code }) => country_iso_code === body.country_iso_code)) throw invalid('COUNTRY_NOT_FOUND');
        const isGtdNeeded = body.country_iso_code !== 'RU' && posting.isLegal;
        const { requirements } = posting;
        const gtd = isGtdNeeded ? [...new Set([...requirements.gtd, body.product_id])] : requirements.gtd.filter((sku) => sku !== body.product_id);
        desk.change(posting, { requirements: { ...requirements, gtd, country: requirements.country.filter((sku) => sku !== body.product_id) } }, requestId);
        return { product_id: body.product_id, is_gtd_needed: isGtdNeeded };
      },
    }),
  ];
}
