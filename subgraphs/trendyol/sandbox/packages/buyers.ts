import type { Address, Customer } from './package.js';

/** A stream of numbers in [0, 1) that is the same for the same seed. */
export type Random = () => number;

export function pick<T>(random: Random, list: readonly T[]): T {
  const picked = list[Math.floor(random() * list.length)];
  if (picked === undefined) throw new RangeError('nothing to pick from');
  return picked;
}

const FIRST_NAMES = ['Ayşe', 'Fatma', 'Zeynep', 'Elif', 'Merve', 'Derya', 'Selin', 'Gamze', 'Ebru', 'Nazlı', 'Mehmet', 'Mustafa', 'Ahmet', 'Ali', 'Emre', 'Burak', 'Can', 'Deniz', 'Onur', 'Serkan', 'Hakan', 'Cem', 'Irmak', 'Ece', 'Kerem'];
const LAST_NAMES = ['Yılmaz', 'Kaya', 'Demir', 'Çelik', 'Şahin', 'Yıldız', 'Öztürk', 'Aydın', 'Arslan', 'Doğan', 'Koç', 'Kurt', 'Aksoy', 'Güneş', 'Polat', 'Tekin', 'Erdoğdu', 'Sarı', 'Bulut', 'Uçar'];
const STREETS = ['Çınar Sok.', 'Menekşe Cad.', 'Gül Sok.', 'Atatürk Cad.', 'İnönü Bulvarı', 'Papatya Sok.', 'Zeytin Sok.', 'Liman Cad.', 'Okul Sok.', 'Bahar Sok.'];
const NEIGHBORHOODS = ['Merkez Mah.', 'Cumhuriyet Mah.', 'Yeni Mah.', 'Fatih Mah.', 'Bahçelievler Mah.', 'Kültür Mah.'];
const PLACES: readonly { city: string; cityCode: number; district: string; districtId: number; postalCode: string }[] = [
  { city: 'İstanbul', cityCode: 34, district: 'Kadıköy', districtId: 54, postalCode: '34710' },
  { city: 'İstanbul', cityCode: 34, district: 'Beşiktaş', districtId: 48, postalCode: '34330' },
  { city: 'Ankara', cityCode: 6, district: 'Çankaya', districtId: 81, postalCode: '06420' },
  { city: 'İzmir', cityCode: 35, district: 'Karşıyaka', districtId: 430, postalCode: '35600' },
  { city: 'Bursa', cityCode: 16, district: 'Nilüfer', districtId: 222, postalCode: '16110' },
  { city: 'Antalya', cityCode: 7, district: 'Muratpaşa', districtId: 120, postalCode: '07100' },
  { city: 'Trabzon', cityCode: 61, district: 'Ortahisar', districtId: 890, postalCode: '61030' },
  { city: 'Gaziantep', cityCode: 27, district: 'Şahinbey', districtId: 330, postalCode: '27080' },
];
const COMPANIES = ['Örnek Tekstil Ltd. Şti.', 'Deneme Gıda A.Ş.', 'Numune Ofis Ltd. Şti.'];
export const PAYMENT_METHODS = ['Kredi Kartı', 'Banka Kartı', 'Alışveriş Kredisi', 'Cüzdan - Trendpay', 'Şimdi Al Sonra Öde - Trendpay', '-'];

/** An invented person: no telephone, a mail address that cannot exist, the authorities' sample identity number. */
export function inventBuyer(random: Random, customerId: number): Customer {
  const firstName = pick(random, FIRST_NAMES);
  const lastName = pick(random, LAST_NAMES);
  const commercial = random() < 0.08;
  const shipmentAddress = inventAddress(random, customerId * 10 + 1, firstName, lastName);
  const taxNumber = '1111111111';
  const invoiceAddress = { ...shipmentAddress, id: customerId * 10 + 2, ...(commercial ? { company: pick(random, COMPANIES), taxOffice: 'Örnek Vergi Dairesi', taxNumber } : {}) };
  return {
    customerId,
    customerFirstName: firstName,
    customerLastName: lastName,
    customerEmail: `pf+${customerId}@example.invalid`,
    identityNumber: '11111111111',
    taxNumber: commercial ? taxNumber : null,
    commercial,
    invoiceAddress,
    shipmentAddress,
  };
}

function inventAddress(random: Random, id: number, firstName: string, lastName: string): Address {
  const place = pick(random, PLACES);
  const neighborhood = pick(random, NEIGHBORHOODS);
  const address1 = `${neighborhood} ${pick(random, STREETS)} No: ${1 + Math.floor(random() * 120)} D: ${1 + Math.floor(random() * 20)}`;
  return {
    id,
    firstName,
    lastName,
    fullName: `${firstName} ${lastName}`,
    company: '',
    address1,
    address2: '',
    addressLines: { addressLine1: address1, addressLine2: '' },
    fullAddress: `${address1} ${place.district} ${place.city}`,
    ...place,
    neighborhood,
    neighborhoodId: place.districtId * 10,
    countryCode: 'TR',
    phone: null,
    latitude: null,
    longitude: null,
  };
}
