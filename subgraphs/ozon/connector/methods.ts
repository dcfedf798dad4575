/** One method of the Seller API. Ozon retires versions with a month's notice: they stand here and nowhere else. */
export interface Method {
  readonly path: string;
  /** Only reads, and may be repeated. */
  readonly safe: boolean;
  /** Answers 200 without a body. */
  readonly isSilent?: boolean;
  /** What Ozon allows beyond 50 a second over all methods. */
  readonly own?: { readonly limit: number; readonly windowMs: number };
}

const MINUTE_MS = 60_000;
/** Our own: the former list bore one call a minute, what the present one bears is not published. It is asked for once an hour, soon again where that failed, and page after page. */
const RARE = { limit: 6, windowMs: MINUTE_MS };
const read = (path: string, own?: Method['own']): Method => ({ path, safe: true, ...(own ? { own } : {}) });
const write = (path: string, own?: Method['own']): Method => ({ path, safe: false, ...(own ? { own } : {}) });
const silent = (path: string): Method => ({ path, safe: false, isSilent: true });

export const METHODS = {
  'account.roles': read('/v1/roles'),
  'catalogue.tree': read('/v1/description-category/tree'),
  'catalogue.attributes': read('/v1/description-category/attribute'),
  'catalogue.values': read('/v1/description-category/attribute/values'),
  'catalogue.searchValues': read('/v1/description-category/attribute/values/search'),
  'content.import': write('/v3/product/import'),
  'content.importInfo': read('/v1/product/import/info'),
  'content.limits': read('/v4/product/info/limit'),
  'content.archive': write('/v1/product/archive'),
  'content.unarchive': write('/v1/product/unarchive'),
  'products.list': read('/v3/product/list'),
  'products.info': read('/v3/product/info/list'),
  'offers.prices': write('/v1/product/import/prices'),
  'offers.stocks': write('/v2/products/stocks', { limit: 80, windowMs: MINUTE_MS }),
  'offers.readStocks': read('/v2/product/info/stocks-by-warehouse/fbs'),
  'offers.warehouseStocks': read('/v1/product/info/warehouse/stocks'),
  'offers.readPrices': read('/v5/product/info/prices'),
  'warehouses.list': read('/v2/warehouse/list', RARE),
  'warehouses.deliveryMethods': read('/v2/delivery-method/list'),
  'orders.list': read('/v4/posting/fbs/list'),
  'orders.unfulfilled': read('/v4/posting/fbs/unfulfilled/list'),
  'orders.get': read('/v3/posting/fbs/get'),
  'orders.listFbo': read('/v3/posting/fbo/list'),
  'orders.pack': write('/v4/posting/fbs/ship'),
  'orders.split': write('/v1/posting/fbs/split'),
  'orders.cancel': write('/v2/posting/fbs/cancel'),
  'orders.cancelProducts': write('/v2/posting/fbs/product/cancel'),
  'orders.setTracking': write('/v2/fbs/posting/tracking-number/set'),
  'orders.delivering': write('/v2/fbs/posting/delivering'),
  'orders.lastMile': write('/v2/fbs/posting/last-mile'),
  'orders.delivered': write('/v2/fbs/posting/delivered'),
  'exemplars.get': write('/v6/fbs/posting/product/exemplar/create-or-get'),
  'exemplars.validate': read('/v5/fbs/posting/product/exemplar/validate'),
  'exemplars.set': silent('/v6/fbs/posting/product/exemplar/set'),
  'exemplars.status': read('/v5/fbs/posting/product/exemplar/status'),
  'exemplars.update': silent('/v1/fbs/posting/product/exemplar/update'),
  'exemplars.countries': read('/v2/posting/fbs/product/country/list'),
  'exemplars.setCountry': write('/v2/posting/fbs/product/country/set'),
  'labels.create': write('/v2/posting/fbs/package-label/create'),
  'labels.get': read('/v1/posting/fbs/package-label/get'),
  'returns.list': read('/v1/returns/list'),
  'returns.rfbsList': read('/v2/returns/rfbs/list'),
  'returns.rfbsGet': read('/v2/returns/rfbs/get'),
  'returns.rfbsAct': silent('/v1/returns/rfbs/action/set'),
  'returns.cancellationList': read('/v2/conditional-cancellation/list'),
  'returns.cancellationApprove': silent('/v2/conditional-cancellation/approve'),
  'returns.cancellationReject': silent('/v2/conditional-cancellation/reject'),
  'notifications.list': read('/v1/notification/list'),
  'notifications.set': silent('/v1/notification/set'),
  'notifications.update': silent('/v1/notification/update'),
  'notifications.enable': silent('/v1/notification/enable'),
  'notifications.delete': silent('/v1/notification/delete'),
} as const satisfies Record<string, Method>;
export type MethodName = keyof typeof METHODS;

/** A call that changes something, as it is made and as a dry run shows it. */
export interface WritingCall {
  readonly method: 'POST';
  readonly path: string;
  readonly body: object;
}
