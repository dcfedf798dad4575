import type { ClaimKind, ConnectorContext, ListingDraft, ReturnState } from '../../subgraphs/sync/connector/contract.js';

/**
 * What a connector's own test file gives the suite for each capability that the connector declares, beside the sandbox itself. The suite
 * fails where a declared one has none, and where there is one for a capability that is not declared.
 */
export interface CapabilitiesUnderTest<C> {
  readonly claims?: ClaimsUnderTest<C>;
  readonly catalogue?: CatalogueUnderTest;
  readonly content?: ContentUnderTest;
  readonly buybox?: BuyboxUnderTest;
  readonly fees?: FeesUnderTest;
  readonly foreseeTrouble?: TroubleUnderTest;
}

/** A claim as the connector is to name it. */
export interface OpenedClaim {
  readonly remoteClaimId: string;
  readonly remoteOrderId: string;
}

/** The marketplace's own word for how a claim stands, and what it means in the hub's set. */
export interface ClaimStanding {
  readonly status: string;
  readonly state: ReturnState;
}

export interface ClaimsUnderTest<C> {
  /** Buyers who have their goods ask to give one unit back, so many times; of one order or of several. */
  open(wish: { readonly remoteKey: string; readonly count: number; readonly context: ConnectorContext<C> }): Promise<readonly OpenedClaim[]>;
  readonly opened: ClaimStanding;
  /** What the buyers want; RETURN when absent. */
  readonly kind?: ClaimKind;
  /** The marketplace, the buyer or the carrier takes it further. */
  readonly move: (claim: OpenedClaim) => Promise<void>;
  readonly moved: ClaimStanding;
  /** False where the marketplace's list of claims does not say which goods are meant. */
  readonly namesGoods?: false;
  /** False where the list does not say why the buyer wants it. */
  readonly tellsReason?: false;
  /** What the marketplace itself calls it in its list, where the connector names it otherwise. */
  readonly nameThere?: (claim: OpenedClaim) => string;
  /** What an opened one is still known to be by its coarser group when its own word is one that nobody knows; UNKNOWN where there are no groups. */
  readonly byGroup?: ReturnState;
  /** Rows of a page: as many as are asked for, this many whatever is asked, or all there are. */
  readonly paging: 'AS_ASKED' | 'NONE' | number;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface CatalogueUnderTest {
  /** A category that takes products. */
  readonly category: Named;
  /** An attribute that it requires, and one of its several allowed values. */
  readonly required: Named & { readonly value: Named };
  /** The id of one that it does not require. */
  readonly optional: string;
  /** A brand to be found by its name; null where the marketplace keeps none to choose from. */
  readonly brand: Named | null;
}

export interface ContentUnderTest {
  /** What the suite's own draft needs to be published here, as one of two variants of a product: attributes, options, a brand. */
  readonly draft: (variant: 0 | 1) => Partial<ListingDraft>;
  /** The same with something that the connector lets pass unseen, or sees only when it looks it up, and the marketplace refuses. */
  readonly refused: () => Partial<ListingDraft>;
}

export interface BuyboxUnderTest {
  /** Another seller offers the same goods, in minor units of the store's currency. */
  readonly setRival: (remoteKey: string, priceMinor: number) => Promise<void>;
}

export interface FeesUnderTest {
  /** What the marketplace keeps of the price of the suite's goods, in per cent. */
  readonly commissionPercent: number;
}

export interface TroubleUnderTest {
  /** Credentials as a seller gives them, of an account that lets the hub in for some more days only, until that is undone. */
  readonly endingSoon: () => Promise<{ readonly credentials: unknown; readonly undo?: () => Promise<void> }>;
}
