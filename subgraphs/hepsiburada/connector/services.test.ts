import { describe, expect, it } from '@jest/globals';
import { serviceBaseUrl } from './services.js';

describe('the address of a service', () => {
  it.each([
    ['https://hepsiburada.com', 'https://listing-external.hepsiburada.com'],
    ['https://www.hepsiburada.com/', 'https://listing-external.hepsiburada.com'],
    ['https://sit.hepsiburada.com', 'https://listing-external-sit.hepsiburada.com'],
    ['http://127.0.0.1:4303', 'http://127.0.0.1:4303/listing-external'],
    ['http://127.0.0.1:4303/hb/', 'http://127.0.0.1:4303/hb/listing-external'],
    // Not taken in by a name that only looks like it.
    ['https://hepsiburada.com.example', 'https://hepsiburada.com.example/listing-external'],
  ])('of a store at %s is %s', (baseUrl, address) => {
    expect(serviceBaseUrl(baseUrl, 'listing-external')).toBe(address);
  });
});
