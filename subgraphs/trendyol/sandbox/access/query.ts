import { badRequest } from './errors.js';

/** Query parameters of a call; a parameter given twice keeps all its values. */
export type Query = Readonly<Record<string, readonly string[]>>;

export function readQuery(parsed: unknown): Query {
  const entries = Object.entries(parsed as Record<string, string | string[]>);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value : [value]]));
}

export function textOf(query: Query, name: string): string | undefined {
  const value = query[name]?.[0]?.trim();
  return value === '' ? undefined : value;
}

/** Repeated or comma separated. */
export function listOf(query: Query, name: string): string[] {
  return (query[name] ?? []).flatMap((value) => value.split(',')).map((value) => value.trim()).filter((value) => value !== '');
}

export function numberOf(query: Query, name: string): number | undefined {
  const text = textOf(query, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) throw badRequest(`invalid.${name}`, `${name} must be a number`);
  return value;
}

export function booleanOf(query: Query, name: string): boolean | undefined {
  const text = textOf(query, name);
  return text === undefined ? undefined : text.toLowerCase() === 'true';
}

/** One of the given words, compared without regard to case; 400 for another. */
export function wordOf<W extends string>(query: Query, name: string, words: readonly W[]): W | undefined {
  const text = textOf(query, name);
  if (text === undefined) return undefined;
  const word = words.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
  if (word === undefined) throw badRequest(`invalid.${name}`, `${name} must be one of ${words.join(', ')}`);
  return word;
}

export interface PageRequest {
  readonly page: number;
  readonly size: number;
}

export function pageOf(query: Query, { defaultSize, maxSize }: { defaultSize: number; maxSize: number }): PageRequest {
  const page = numberOf(query, 'page') ?? 0;
  const size = numberOf(query, 'size') ?? defaultSize;
  if (!Number.isInteger(page) || page < 0) throw badRequest('invalid.page', 'page must not be negative');
  if (!Number.isInteger(size) || size < 1 || size > maxSize) throw badRequest('invalid.size', `size must be between 1 and ${maxSize}`);
  return { page, size };
}

export interface Page<T> {
  readonly totalElements: number;
  readonly totalPages: number;
  readonly page: number;
  readonly size: number;
  readonly content: T[];
}

export function pageFrom<T>(content: T[], totalElements: number, { page, size }: PageRequest): Page<T> {
  return { totalElements, totalPages: Math.ceil(totalElements / size), page, size, content };
}

export function slicePage<T>(all: readonly T[], request: PageRequest): Page<T> {
  const start = request.page * request.size;
  return pageFrom(all.slice(start, start + request.size), all.length, request);
}
