import type { OrderBuyer } from './order.js';

const firstNames = ['Ayşe', 'Mehmet', 'Zeynep', 'Mustafa', 'Elif', 'Emre', 'Fatma', 'Burak', 'Selin', 'Kerem', 'Derya', 'Onur', 'İrem', 'Çağla', 'Ömer', 'Şule'];
const lastNames = ['Yılmaz', 'Kaya', 'Demir', 'Çelik', 'Şahin', 'Yıldız', 'Öztürk', 'Aydın', 'Arslan', 'Doğan', 'Kılıç', 'Güneş', 'Koç'];
const places = [
  ['İstanbul', 'Kadıköy', 'Moda', '34710'],
  ['İstanbul', 'Beşiktaş', 'Levent', '34330'],
  ['Ankara', 'Çankaya', 'Kavaklıdere', '06680'],
  ['İzmir', 'Karşıyaka', 'Bostanlı', '35590'],
  ['Bursa', 'Nilüfer', 'Görükle', '16285'],
  ['Antalya', 'Muratpaşa', 'Şirinyalı', '07160'],
] as const;

/** An invented person; the same number gives the same one. */
export function buyerNumber(number: number, isCompany: boolean): OrderBuyer {
  const [city, district, quarter, postalCode] = places[number % places.length] ?? places[0];
  const name = `${firstNames[number % firstNames.length] ?? ''} ${lastNames[(number * 5) % lastNames.length] ?? ''}`;
  return {
    name,
    email: `x${number.toString(36)}sbx@marketplace.amazon.com.tr`,
    phone: `+90 555 ${String(number % 1_000).padStart(3, '0')} ${String(number % 97).padStart(2, '0')} 00`,
    line: `${quarter} Mah. ${1 + (number % 90)}. Sok. No: ${1 + (number % 40)}`,
    district,
    city,
    postalCode,
    company: isCompany ? { name: `${name.split(' ')[1] ?? ''} Deneme Ltd. Şti.`, taxNumber: String(1_000_000_000 + number), taxOffice: 'KADIKOY' } : null,
  };
}
