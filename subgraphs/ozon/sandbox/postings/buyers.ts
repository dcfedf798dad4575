import type { Customer } from './posting.js';

/** Numbers in [0, 1), the same for the same seed. */
export type Random = () => number;

export function pick<T>(random: Random, list: readonly T[]): T {
  const picked = list[Math.floor(random() * list.length)];
  if (picked === undefined) throw new RangeError('nothing to pick from');
  return picked;
}

const NAMES = ['Анна', 'Мария', 'Елена', 'Ольга', 'Дарья', 'Иван', 'Пётр', 'Алексей', 'Дмитрий', 'Сергей', 'Юлия', 'Максим'];
const SURNAMES = ['Кузнецо', 'Смирно', 'Попо', 'Соколо', 'Лебеде', 'Новико', 'Морозо', 'Волко'];
const STREETS = ['ул. Садовая', 'ул. Лесная', 'пр. Мира', 'ул. Полевая', 'ул. Новая', 'пер. Тихий'];
const PLACES = [
  { city: 'Москва', region: 'Москва', zipCode: '101000' },
  { city: 'Казань', region: 'Республика Татарстан', zipCode: '420000' },
  { city: 'Самара', region: 'Самарская область', zipCode: '443000' },
  { city: 'Екатеринбург', region: 'Свердловская область', zipCode: '620000' },
  { city: 'Тула', region: 'Тульская область', zipCode: '300000' },
];

/** An invented person, without telephone. */
export function inventCustomer(random: Random, customerId: number): Customer {
  const { city, region, zipCode } = pick(random, PLACES);
  const name = pick(random, NAMES);
  const tail = `${pick(random, STREETS)}, д. ${1 + Math.floor(random() * 90)}, кв. ${1 + Math.floor(random() * 120)}`;
  return { customerId, name: `${name} ${pick(random, SURNAMES)}${/[ая]$/.test(name) ? 'ва' : 'в'}`, address: { tail, city, region, zipCode } };
}
