import type { Category, SizeKind } from './categories.js';

export interface Aspect {
  readonly name: string;
  readonly required: boolean;
  readonly mode: 'FREE_TEXT' | 'SELECTION_ONLY';
  readonly many: boolean;
  readonly forVariations: boolean;
  readonly values: readonly string[];
}

const words = {
  de: { brand: 'Marke', colour: 'Farbe', department: 'Abteilung', size: 'Größe', shoe: 'EU-Schuhgröße', material: 'Material', style: 'Stil', mpn: 'Herstellernummer' },
  en: { brand: 'Brand', colour: 'Colour', department: 'Department', size: 'Size', shoe: 'EU Shoe Size', material: 'Material', style: 'Style', mpn: 'MPN' },
} as const;
const colours = { de: ['Rot', 'Schwarz', 'Weiß', 'Blau', 'Grün', 'Grau', 'Beige', 'Braun', 'Mehrfarbig'], en: ['Red', 'Black', 'White', 'Blue', 'Green', 'Grey', 'Beige', 'Brown', 'Multicoloured'] } as const;
const departments = { de: ['Unisex Erwachsene', 'Damen', 'Herren'], en: ['Unisex Adults', 'Women', 'Men'] } as const;
const sizes: Readonly<Record<SizeKind, readonly string[]>> = {
  LETTERS: ['XS', 'S', 'M', 'L', 'XL', '2XL'],
  WAISTS: ['32', '34', '36', '38', '40', '42'],
  SHOES: ['36', '37', '38', '39', '40', '41', '42', '43', '44'],
  BEDDING: ['135 x 200 cm', '200 x 200 cm'],
  NONE: [],
};

/** The item specifics of a leaf category. */
export function aspectsOf({ sizes: kind = 'NONE' }: Category, language: 'de' | 'en'): Aspect[] {
  const word = words[language];
  const aspect = (name: string, o: Partial<Aspect> = {}): Aspect => ({ name, required: false, mode: 'FREE_TEXT', many: false, forVariations: false, values: [], ...o });
  const wearable = kind === 'LETTERS' || kind === 'WAISTS' || kind === 'SHOES';
  return [
    aspect(word.brand, { required: true, values: ['Markenlos'] }),
    aspect(word.colour, { required: wearable, forVariations: true, values: colours[language] }),
    ...(kind === 'NONE' ? [] : [aspect(kind === 'SHOES' ? word.shoe : word.size, { required: wearable, forVariations: true, values: sizes[kind] })]),
    ...(wearable ? [aspect(word.department, { required: true, mode: 'SELECTION_ONLY', values: departments[language] })] : []),
    aspect(word.material, { many: true }),
    aspect(word.style),
    aspect(word.mpn),
  ];
}
