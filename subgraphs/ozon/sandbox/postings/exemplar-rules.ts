/** GS1 data of a Chestny Znak code: GTIN, serial number, and the check key and signature behind group separators. */
const MARK = /^01(\d{14})21[!-~]{6,20}(?:\u001d91[!-~]{4}\u001d92[!-~]{44,88})?$/;
/** Customs post, date, number; a goods number may follow. */
const GTD = /^\d{8}\/\d{6}\/\d{7}(?:\/\d{1,3})?$/;
const RNPT = /^\d{8}\/\d{6}\/\d{7}\/\d{1,3}(?:\/\d{1,3})?$/;

export function markErrors(mark: string): string[] {
  if (!MARK.test(mark)) return ['INCORRECT_MARK_FORMAT'];
  return hasCheckDigit(mark.slice(2, 16)) ? [] : ['INCORRECT_GTIN'];
}

export function gtdErrors(gtd: string): string[] {
  return GTD.test(gtd) ? [] : ['INCORRECT_GTD_FORMAT'];
}

export function rnptErrors(rnpt: string): string[] {
  return RNPT.test(rnpt) ? [] : ['INCORRECT_RNPT_FORMAT'];
}

function hasCheckDigit(gtin: string): boolean {
  const sum = Array.from(gtin.slice(0, -1), Number).reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === Number(gtin.at(-1));
}
