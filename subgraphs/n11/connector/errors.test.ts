import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import type { MarketplaceResponse } from '../../sync/connector/contract.js';
import { errorFromResponse, errorFromSoapResult, SoapRefusal } from './errors.js';

const answer = (status: number, body: unknown): MarketplaceResponse => ({ status, headers: {}, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), payloadId: newId('payload') });
const spring = (exception: string) => ({ '@type': 'InternalServerException', name: 'InternalServerException', message: `${exception}: something`, errors: [{ reason: 'something' }] });
const legacy = (errorCode: string) => ({ code: 400, status: 'failure', errorCode, errorMessage: 'Bir sorun var', errorCategory: 'SELLER_API' });

describe('an answer of N11', () => {
  it.each([
    ['/ms, a wrong secret', 401, { '@type': 'SellerApiUserUnauthorizedException' }, 'AUTHENTICATION', 'REFUSED'],
    ['/ms, a missing header', 500, spring('MissingRequestHeaderException'), 'AUTHENTICATION', 'REFUSED'],
    ['/ms, a bad parameter', 500, spring('ConstraintViolationException'), 'VALIDATION', 'REFUSED'],
    ['/ms, an unreadable body', 500, spring('HttpMessageNotReadableException'), 'VALIDATION', 'REFUSED'],
    ['/ms, an accident', 500, spring('NullPointerException'), 'SERVER', 'UNKNOWN'],
    ['/rest, a wrong secret', 400, legacy('SELLER_API.authenticationFailed'), 'AUTHENTICATION', 'REFUSED'],
    ['/rest, an unknown key', 403, 'Authentication failed', 'AUTHENTICATION', 'REFUSED'],
    ['/rest, too many calls', 429, legacy('maxCallLimit.reached'), 'RATE_LIMITED', 'REFUSED'],
    ['/rest, the old way to say too many', 400, legacy('maxCallLimit.reached'), 'RATE_LIMITED', 'REFUSED'],
    ['/cdn, an unknown category', 400, { errorCode: 'invalidInput', errorMessage: 'x' }, 'VALIDATION', 'REFUSED'],
    ['an unknown path', 503, '<html>Application is not available</html>', 'SERVER', 'REFUSED'],
    ["a proxy's page", 502, '<html></html>', 'SERVER', 'UNKNOWN'],
  ])('%s (%i) becomes its class and outcome', (_, status, body, errorClass, outcome) => {
    expect(errorFromResponse(answer(status, body), true)).toMatchObject({ errorClass, outcome });
  });

  it('leaves nothing unknown about a read', () => {
    expect(errorFromResponse(answer(500, spring('NullPointerException')), false).outcome).toBe('REFUSED');
  });

  it('leaves a 429 to the policy of the store, and a limit told with another status to the next minute, since N11 names no time', () => {
    expect(errorFromResponse(answer(429, legacy('maxCallLimit.reached')), true).retryAfterMs).toBeNull();
    expect(errorFromResponse(answer(400, legacy('maxCallLimit.reached')), true).retryAfterMs).toBe(60_000);
  });
});

describe('a SOAP failure, which comes with HTTP 200', () => {
  it.each([
    ['SELLER_API.authenticationFailed', 'AUTHENTICATION', false],
    ['SELLER_API.getProductQuestionListRequest.accessLimit.reached', 'RATE_LIMITED', false],
    ['SELLER_API.claimReturn.notFound', 'VALIDATION', true],
  ])('%s becomes %s', (errorCode, errorClass, isRefusal) => {
    const error = errorFromSoapResult('ClaimReturnList', { errorCode, errorMessage: 'x' });
    expect([error.errorClass, error instanceof SoapRefusal]).toEqual([errorClass, isRefusal]);
  });
});
