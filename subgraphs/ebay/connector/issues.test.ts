import { describe, expect, it } from '@jest/globals';
import { codeOf } from './issues.js';

describe("a refusal of eBay's that only its words tell", () => {
  it.each([
    ['Das Artikelmerkmal Marke fehlt. Fügen Sie Marke zu diesem Angebot hinzu.', 'ATTRIBUTE_REFUSED'],
    ['La caractéristique Marque est manquante.', 'ATTRIBUTE_REFUSED'],
    ["Manca la specifica dell'oggetto Marca.", 'ATTRIBUTE_REFUSED'],
    ['Falta la característica Marca.', 'ATTRIBUTE_REFUSED'],
    ['Het kenmerk Merk ontbreekt.', 'ATTRIBUTE_REFUSED'],
    ['The item specific Brand is missing.', 'ATTRIBUTE_REFUSED'],
    ['Mindestens ein Foto ist erforderlich.', 'IMAGE_REFUSED'],
    ['Der Titel ist zu lang.', 'TITLE_REFUSED'],
    ['Die Währung ist nicht zulässig.', 'CURRENCY_REFUSED'],
    ['Der Preis ist ungültig.', 'PRICE_REFUSED'],
    ['Die Stückzahl ist ungültig.', 'QUANTITY_REFUSED'],
    ['La catégorie sélectionnée est incorrecte.', 'CATEGORY_REFUSED'],
    ['Cannot revise listing. The limit of revisions per day has been exceeded.', 'CHANGES_OF_THE_DAY_USED_UP'],
    ['Die Anzahl der Überarbeitungen pro Tag wurde überschritten.', 'CHANGES_OF_THE_DAY_USED_UP'],
    ['Something that nobody has met yet.', 'MARKETPLACE_REFUSED'],
  ])('is told apart in the language of its site: %s', (message, code) => {
    expect(codeOf('25002', message)).toBe(code);
  });

  it('is known by its number where that says all', () => {
    expect(codeOf('25003', 'Das Artikelmerkmal Preis')).toBe('PRICE_REFUSED');
  });
});
