import { describe, expect, it } from '@jest/globals';
import { maskPersonalFields } from './personal-fields.js';

const masked = (text: string): string => maskPersonalFields(Buffer.from(text)).toString();

describe('masking of personal fields', () => {
  it.each([
    'firstName', 'lastName', 'fullName', 'customerFirstName', 'customerfullName', 'customerEmail', 'email', 'phone', 'gsm', 'buyerPhone', 'address', 'address1', 'fullAddress', 'addressLine2',
    'neighborhood', 'district', 'postalCode', 'latitude', 'identityNumber', 'tcIdentityNumber', 'tcId', 'taxId', 'taxNumber', 'taxOffice', 'taxHouse', 'company', 'buyerName', 'recipientName',
  ])('takes out %s', (name) => {
    expect(masked(`{"a":1,"${name}":"Gizli \\"tırnaklı\\" değer","b":{"${name}" : 12345}}`)).toBe(`{"a":1,"${name}":"***","b":{"${name}" : "***"}}`);
  });

  it.each(['productName', 'orderNumber', 'stockCode', 'name', 'city', 'cargoProviderName', 'attributeName', 'brandName', 'categoryName', 'sellerId', 'vatRate'])('leaves %s', (name) => {
    const text = `{"${name}":"Pamuk Tişört","n":1}`;
    expect(masked(text)).toBe(text);
  });

  it('reaches into lists of values and into nested objects, and keeps null', () => {
    expect(masked('{"phones":1,"emails":["a@b.c","d@e.f"],"email":["a@b.c"],"shipmentAddress":{"lines":[{"firstName":"A"}]},"taxId":null}')).toBe(
      '{"phones":1,"emails":["a@b.c","d@e.f"],"email":"***","shipmentAddress":{"lines":[{"firstName":"***"}]},"taxId":null}',
    );
  });

  it('takes them out of XML, with or without prefixes and attributes', () => {
    expect(masked('<x><ns:buyerName type="t">Ayşe</ns:buyerName><productName>Kazak</productName><buyerEmail/><gsm>555</gsm></x>')).toBe(
      '<x><ns:buyerName type="t">***</ns:buyerName><productName>Kazak</productName><buyerEmail/><gsm>***</gsm></x>',
    );
  });

  it('withholds what is neither JSON nor XML', () => {
    expect(masked('Ayşe Yılmaz, 0555')).toBe('***');
    expect(masked('')).toBe('');
  });
});
