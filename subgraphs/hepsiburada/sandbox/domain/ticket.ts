import type { TicketField } from '../market.js';

export const TICKET_FIELDS = ['NAME', 'DESCRIPTION', 'MEDIA', 'ATTRIBUTE'] as const;

/** What the catalogue team makes of a content ticket, field by field (sandbox choice): `red olacak` in a text refuses it, `bulanik` in the address of a picture that picture. */
export function judgeTicket(change: Readonly<Record<string, unknown>>): TicketField[] {
  const isRefused = (text: unknown): boolean => typeof text === 'string' && text.toLocaleLowerCase('tr').includes('red olacak');
  const isBlurred = Object.entries(change).some(([name, url]) => /^image\d+$/i.test(name) && typeof url === 'string' && url.includes('bulanik'));
  const reasons: Readonly<Record<TicketField['fieldName'], string | null>> = {
    NAME: isRefused(change['productName']) ? 'Ürün adı kurallara uygun değil.' : null,
    DESCRIPTION: isRefused(change['productDescription']) ? 'Ürün açıklaması kurallara uygun değil.' : null,
    MEDIA: isBlurred ? 'Bulanık görseller alınmadı.' : null,
    ATTRIBUTE: null,
  };
  return TICKET_FIELDS.map((fieldName) => ({ fieldName, status: reasons[fieldName] === null ? 'APPROVED' : fieldName === 'MEDIA' ? 'PARTIAL_APPROVED' : 'REJECTED', rejectReason: reasons[fieldName] }));
}
