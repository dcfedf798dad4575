import type { CancelClaim, ReturnClaim } from '../domain/claim.js';
import { textOf, type SoapFields } from '../soap.js';

/** `executer`, and `searchQuery` read by `searchInfoType`. */
export function matchesClaimSearch(search: SoapFields, claim: ReturnClaim | CancelClaim): boolean {
  const executer = textOf(search, 'executer');
  if (executer !== undefined && executer !== claim.executer) return false;
  const query = textOf(search, 'searchQuery');
  return query === undefined || searchedValue(textOf(search, 'searchInfoType'), claim).toLocaleLowerCase('tr').includes(query.toLocaleLowerCase('tr'));
}

function searchedValue(type: string | undefined, claim: ReturnClaim | CancelClaim): string {
  switch (type) {
    case 'BUYEREMAIL':
      return claim.buyer.email;
    case 'RECIPIENTS':
    case 'BUYERNAME':
      return claim.buyer.fullName;
    case 'PRODUCTID':
      return String(claim.line.productId);
    default:
      return claim.orderNumber;
  }
}
