import type { ProductId, SellerId } from '../../../platform/ids.js';
import { type Language, LANGUAGES, type Translations, USUAL_LANGUAGE } from './product-text.js';

/** What a product looks like to buyers; the same for all its variants. */
export interface ProductContent {
  /** 1 to 255 characters. */
  readonly title: string;
  readonly descriptionHtml: string;
  /** Of `title` and `descriptionHtml`; Turkish when absent. */
  readonly language?: Language;
  /** The same in other languages; none when absent. */
  readonly translations?: Translations;
  readonly brand: string | null;
  /** The seller's own word for what it is, such as `Erkek Gömlek`: helps to find a marketplace's category. */
  readonly categoryHint: string | null;
  /** http(s) addresses, the first one is the main image; at most 20. */
  readonly images: readonly string[];
}

/** Goods that differ only in options such as size and colour; what is sold and counted are its variants. */
export interface Product extends ProductContent {
  readonly _id: ProductId;
  readonly sellerId: SellerId;
  /** The seller's own name for it in web addresses, such as `ocean-blue-shirt`; unique per seller. */
  readonly handle: string | null;
  /** Grows by one with every change of the content; listings are brought to it. */
  readonly contentRevision: number;
  /** True until every listing of the product has been told of `contentRevision`; what a sweep looks for. */
  readonly contentPending?: boolean;
  readonly version: number;
  readonly writeId?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const CONTENT_PARTS = ['title', 'descriptionHtml', 'language', 'translations', 'brand', 'categoryHint', 'images'] as const;
const LONGEST_TITLE = 255;
const LONGEST_DESCRIPTION = 30_000;
const MOST_IMAGES = 20;

/** What an absent part means. */
const UNSAID: Readonly<Partial<Record<(typeof CONTENT_PARTS)[number], unknown>>> = { language: USUAL_LANGUAGE, translations: {} };

export function isSameContent(a: ProductContent, b: ProductContent): boolean {
  return CONTENT_PARTS.every((part) => JSON.stringify(a[part] ?? UNSAID[part]) === JSON.stringify(b[part] ?? UNSAID[part]));
}

/** The first thing wrong with a product's content, as the field and what it must be; null when it is good. */
export function faultOfContent({ title, descriptionHtml, images, language = USUAL_LANGUAGE, translations = {} }: ProductContent): { readonly field: keyof ProductContent; readonly message: string } | null {
  if (title.trim().length === 0 || title.length > LONGEST_TITLE) return { field: 'title', message: `title must have 1 to ${LONGEST_TITLE} characters` };
  if (descriptionHtml.length > LONGEST_DESCRIPTION) return { field: 'descriptionHtml', message: `descriptionHtml has more than ${LONGEST_DESCRIPTION} characters` };
  if (images.length > MOST_IMAGES) return { field: 'images', message: `there are more than ${MOST_IMAGES} images` };
  const fault = LANGUAGES.map((each) => faultOfTranslation(each, translations, language)).find((message) => message !== null);
  if (fault) return { field: 'translations', message: fault };
  const bad = images.find((image) => !/^https?:\/\/[^\s]+$/.test(image));
  return bad === undefined ? null : { field: 'images', message: `'${bad.slice(0, 100)}' is not an http(s) address` };
}

function faultOfTranslation(language: Language, translations: Translations, own: Language): string | null {
  const text = translations[language];
  if (!text) return null;
  if (language === own) return `${language} is the language of the product’s own title: give its text there`;
  if (text.title.trim().length === 0 || text.title.length > LONGEST_TITLE) return `the ${language} title must have 1 to ${LONGEST_TITLE} characters`;
  return text.descriptionHtml.length > LONGEST_DESCRIPTION ? `the ${language} descriptionHtml has more than ${LONGEST_DESCRIPTION} characters` : null;
}
