/** Longest document, in tokens of the GraphQL language; values belong into variables. The parser stops there. */
export const MAX_TOKENS = 15_000;
