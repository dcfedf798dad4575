/** A shop as Hepsiburada knows it. */
export interface Seller {
  /** GUID; the user name of Basic authentication. */
  readonly merchantId: string;
  readonly serviceKey: string;
  /** The integrator the service key was made for: callers must send exactly this as `User-Agent`. */
  readonly integrator: string;
  readonly merchantName: string;
  /** Whether Hepsiburada packs orders by itself a while after they came in. */
  readonly packsAutomatically: boolean;
  /** Parcels go by the shop's own carrier contract, so the shop reports their way itself. */
  readonly usesOwnCarrier: boolean;
}
