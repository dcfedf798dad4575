import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { LanguageSpoken } from '../../../platform/language.js';
import type { ListingIssue } from '../../sync/connector/contract.js';

type InEachLanguage = Readonly<Record<LanguageSpoken, string>>;

/** WAIT: Hepsiburada's move. DONE: on sale. SELLER: nothing more happens until the seller does something. */
export type ProductState =
  | { readonly kind: 'WAIT'; readonly next: InEachLanguage }
  | { readonly kind: 'DONE'; readonly next: InEachLanguage }
  | { readonly kind: 'SELLER'; readonly code: ExplainedCode; readonly next: InEachLanguage };

/** The nine states of a product in the catalogue, and what has to happen next. */
export const PRODUCT_STATES = {
  WAITING: {
    kind: 'WAIT',
    next: {
      en: 'Hepsiburada has received the product and will look at it.',
      tr: 'Hepsiburada ürünü aldı ve inceleyecek.',
      ru: 'Hepsiburada получила товар и рассмотрит его.',
    },
  },
  IN_EXTERNAL_PROGRESS: {
    kind: 'WAIT',
    next: {
      en: "Hepsiburada's content team works on the product.",
      tr: 'Hepsiburada içerik ekibi ürün üzerinde çalışıyor.',
      ru: 'Товаром занимается контент-команда Hepsiburada.',
    },
  },
  CREATED: {
    kind: 'WAIT',
    next: {
      en: 'Hepsiburada has made a new catalogue product; the listing follows.',
      tr: 'Hepsiburada katalogda yeni bir ürün açtı; satış ilanı birazdan oluşacak.',
      ru: 'Hepsiburada создала новую карточку в каталоге; предложение о продаже появится следом.',
    },
  },
  MATCHED_WITH_STAGED: {
    kind: 'WAIT',
    next: {
      en: 'The product is matched with one that Hepsiburada still prepares.',
      tr: 'Ürün, Hepsiburada’nın hâlâ hazırladığı bir katalog ürünüyle eşleştirildi.',
      ru: 'Товар сопоставлен с карточкой, которую Hepsiburada ещё готовит.',
    },
  },
  MATCHED: {
    kind: 'DONE',
    next: {
      en: 'The product is ready for sale.',
      tr: 'Ürün satışa hazır.',
      ru: 'Товар готов к продаже.',
    },
  },
  PRE_MATCHED: {
    kind: 'SELLER',
    code: 'MATCH_NEEDS_APPROVAL',
    next: {
      en: 'Hepsiburada proposes an existing catalogue product. Approve the match if it is the same article, else reject it (hepsiburadaMatchDecide), then publish again.',
      tr: 'Hepsiburada katalogdaki bir ürünü öneriyor. Aynı ürünse eşleşmeyi onaylayın, değilse reddedin (hepsiburadaMatchDecide); sonra yeniden yayınlayın.',
      ru: 'Hepsiburada предлагает существующую карточку. Если это тот же товар, подтвердите сопоставление, иначе отклоните его (hepsiburadaMatchDecide), затем опубликуйте снова.',
    },
  },
  MISSING_INFO: {
    kind: 'SELLER',
    code: 'INFORMATION_MISSING',
    next: {
      en: 'Add what Hepsiburada asks for and publish again.',
      tr: 'Hepsiburada’nın istediği bilgileri ekleyip yeniden yayınlayın.',
      ru: 'Добавьте то, что просит Hepsiburada, и опубликуйте снова.',
    },
  },
  REJECTED: {
    kind: 'SELLER',
    code: 'CATALOGUE_REJECTED',
    next: {
      en: 'Correct what Hepsiburada objects to and publish again.',
      tr: 'Hepsiburada’nın uygun bulmadığı noktaları düzeltip yeniden yayınlayın.',
      ru: 'Исправьте то, что не устроило Hepsiburada, и опубликуйте снова.',
    },
  },
  BLOCKED: {
    kind: 'SELLER',
    code: 'PRODUCT_PROHIBITED',
    next: {
      en: 'The brand, category or product may not be sold by this shop. Only Hepsiburada can lift that: open a ticket in the merchant panel.',
      tr: 'Bu mağaza bu markayı, kategoriyi ya da ürünü satamıyor. Engeli yalnızca Hepsiburada kaldırabilir: satıcı panelinden talep açın.',
      ru: 'Магазину нельзя продавать этот бренд, категорию или товар. Снять запрет может только Hepsiburada: откройте обращение в кабинете продавца.',
    },
  },
} as const satisfies Record<string, ProductState>;
export type ProductStateName = keyof typeof PRODUCT_STATES;
export const PRODUCT_STATE_NAMES = Object.keys(PRODUCT_STATES) as readonly ProductStateName[];

/** Null for a word that is none of the nine. */
export function productStateOf(word: string | null): ProductState | null {
  const name = (word ?? '').trim().toUpperCase();
  return Object.hasOwn(PRODUCT_STATES, name) ? PRODUCT_STATES[name as ProductStateName] : null;
}

/** What to tell the seller: Hepsiburada's own words first, then what to do, in English as all issues are; their code is explained in each language. */
export function stateIssue(state: Extract<ProductState, { kind: 'SELLER' }>, o: { readonly word: string; readonly reasons: readonly string[] }, at: Date): ListingIssue {
  return { code: state.code, remoteCode: o.word, message: [...o.reasons, state.next.en].join(' '), retryable: false, at };
}
