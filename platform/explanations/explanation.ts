import type { LanguageSpoken } from '../language.js';

/** Whose move it is: who has to do something before it goes on. NOBODY: it has come to its end. */
export const TURNS = ['SELLER', 'MARKETPLACE', 'HUB', 'BUYER', 'NOBODY'] as const;
export type Turn = (typeof TURNS)[number];

/** What has happened and what to do about it, in a sentence or two each, for a seller who knows no API. */
export interface ExplanationText {
  readonly cause: string;
  readonly remedy: string;
}

/** An entry of the catalogue: one meaning in every language spoken. */
export type CatalogueEntry = { readonly turn: Turn } & Readonly<Record<LanguageSpoken, ExplanationText>>;

/** What a code means, told in one language: `type Explanation` in schema/common.graphql. */
export interface Explanation extends ExplanationText {
  readonly code: string;
  readonly turn: Turn;
  readonly language: LanguageSpoken;
}
