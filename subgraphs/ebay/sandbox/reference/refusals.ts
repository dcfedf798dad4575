/** What keeps an offer from being published, in the language of its site, whatever language was asked for; (sandbox choice) most of the wording. */
export interface Refusals {
  readonly noTitle: string;
  readonly noPicture: string;
  readonly noCondition: string;
  readonly noLeaf: string;
  readonly otherCurrency: (currency: string) => string;
  readonly noAspect: (name: string) => string;
  readonly manyValues: (name: string) => string;
  readonly otherValue: (name: string) => string;
}

export const refusalsIn: Readonly<Record<'de' | 'en', Refusals>> = {
  de: {
    noTitle: 'Der Titel fehlt.',
    noPicture: 'Mindestens ein Foto ist erforderlich. Fügen Sie dem Angebot ein Foto hinzu.',
    noCondition: 'Der Artikelzustand fehlt.',
    noLeaf: 'Die Kategorie ist ungültig. Wählen Sie eine Kategorie der untersten Ebene.',
    otherCurrency: (currency) => `Die Währung ${currency} ist auf dieser Website nicht zulässig.`,
    noAspect: (name) => `Das Artikelmerkmal ${name} fehlt. Fügen Sie ${name} zu diesem Angebot hinzu, geben Sie einen gültigen Wert ein und versuchen Sie es erneut.`,
    manyValues: (name) => `Für das Artikelmerkmal ${name} ist nur ein Wert zulässig.`,
    otherValue: (name) => `Das Artikelmerkmal ${name} hat einen Wert, der nicht in der Liste steht.`,
  },
  en: {
    noTitle: 'The title is missing.',
    noPicture: 'At least one picture is required. Add a picture to the listing.',
    noCondition: 'The condition is missing.',
    noLeaf: 'The category is not valid. Select a leaf category.',
    otherCurrency: (currency) => `The currency ${currency} is not that of the site.`,
    noAspect: (name) => `The item specific ${name} is missing. Add ${name} to this listing, enter a valid value, and then try again.`,
    manyValues: (name) => `The item specific ${name} takes one value only.`,
    otherValue: (name) => `The item specific ${name} has a value that is not in the list.`,
  },
};
