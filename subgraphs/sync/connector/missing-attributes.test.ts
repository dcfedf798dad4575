import { describe, expect, it } from '@jest/globals';
import type { CategoryAttribute, ListingDraft } from './contract.js';
import { missingAttributes } from './missing-attributes.js';

const attribute = (id: string, required = true): CategoryAttribute => ({ id, name: `attribute ${id}`, required, allowsCustomValue: true, isVariant: false, isSlicer: false, allowsMany: false });
const draftWith = (attributes: ListingDraft['mapping']['attributes']): Pick<ListingDraft, 'mapping'> => ({ mapping: { categoryId: '1', brandId: null, brandName: null, attributes, shipmentTemplate: null, vatRatePercent: 20 } });

describe('what a draft lacks of its category', () => {
  it('is each required attribute without a listed value or a text of its own', () => {
    const draft = draftWith([{ attributeId: '1', valueId: '7', customValue: null }, { attributeId: '2', valueId: null, customValue: 'Yün' }, { attributeId: '3', valueId: null, customValue: ' ' }]);
    expect(missingAttributes(draft, [attribute('1'), attribute('2'), attribute('3'), attribute('4'), attribute('5', false)])).toEqual(['attribute 3', 'attribute 4']);
  });
});
