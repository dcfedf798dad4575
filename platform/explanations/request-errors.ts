import type { ERROR_CODES } from '../subgraph/errors.js';
import type { CatalogueEntry } from './explanation.js';

/** Why a request, or a field of it, got no answer: `extensions.code` of an error. */
export const requestErrors = {
  UNAUTHENTICATED: {
    turn: 'SELLER',
    en: { cause: 'The request carries no valid key.', remedy: 'Send a key that is valid; a revoked or expired one has to be replaced.' },
    tr: { cause: 'İstekte geçerli bir anahtar yok.', remedy: 'Geçerli bir anahtar gönderin; iptal edilmiş ya da süresi dolmuş olanı yenileyin.' },
    ru: { cause: 'В запросе нет действующего ключа.', remedy: 'Отправьте действующий ключ; отозванный или истёкший замените.' },
  },
  FORBIDDEN: {
    turn: 'SELLER',
    en: { cause: 'Your key lacks the right for this.', remedy: 'Use a key that has the right which the error names.' },
    tr: { cause: 'Anahtarınızın buna yetkisi yok.', remedy: 'Hatada adı geçen yetkiye sahip bir anahtar kullanın.' },
    ru: { cause: 'У вашего ключа нет на это права.', remedy: 'Используйте ключ с правом, названным в ошибке.' },
  },
  BAD_INPUT: {
    turn: 'SELLER',
    en: { cause: 'A value of the request is not acceptable.', remedy: 'Correct the field that the error names.' },
    tr: { cause: 'İstekteki bir değer kabul edilmiyor.', remedy: 'Hatada adı geçen alanı düzeltin.' },
    ru: { cause: 'Одно из значений запроса недопустимо.', remedy: 'Исправьте поле, названное в ошибке.' },
  },
  NOT_FOUND: {
    turn: 'SELLER',
    en: { cause: 'What the request is about does not exist, or is not yours.', remedy: 'Check the id.' },
    tr: { cause: 'İsteğin konusu olan kayıt yok ya da size ait değil.', remedy: 'Kimliği kontrol edin.' },
    ru: { cause: 'Запрошенного не существует, или оно принадлежит не вам.', remedy: 'Проверьте идентификатор.' },
  },
  LIMIT_EXCEEDED: {
    turn: 'SELLER',
    en: { cause: 'More was asked for than one request may have.', remedy: 'Ask for less at a time; the error names the limit.' },
    tr: { cause: 'Bir istekte izin verilenden fazlası istendi.', remedy: 'Bir seferde daha azını isteyin; sınır hatada yazıyor.' },
    ru: { cause: 'Запрошено больше, чем разрешено в одном запросе.', remedy: 'Запрашивайте меньше за раз; предел указан в ошибке.' },
  },
  GRAPHQL_INVALID: {
    turn: 'SELLER',
    en: { cause: 'The request is not written as the API understands it.', remedy: 'Have whoever wrote the program correct it; the error names the place.' },
    tr: { cause: "İstek, API'nin anlayacağı biçimde yazılmamış.", remedy: 'Programı yazan kişi düzeltmeli; yeri hatada belirtiliyor.' },
    ru: { cause: 'Запрос написан так, что API его не понимает.', remedy: 'Его должен исправить разработчик программы; место указано в ошибке.' },
  },
  SUBSCRIPTION_INTERRUPTED: {
    turn: 'HUB',
    en: { cause: 'The live connection broke.', remedy: 'Connect again from the last place; nothing is missed.' },
    tr: { cause: 'Canlı bağlantı koptu.', remedy: 'Kaldığınız yerden yeniden bağlanın; hiçbir şey kaybolmaz.' },
    ru: { cause: 'Связь, по которой приходят обновления, прервалась.', remedy: 'Подключитесь снова с последнего места: ничего не потеряется.' },
  },
  INTERNAL: {
    turn: 'HUB',
    en: { cause: 'Something went wrong inside the hub.', remedy: 'Try again. If it stays, report it with the number that the error gives.' },
    tr: { cause: 'Sistemin içinde bir şey ters gitti.', remedy: 'Yeniden deneyin. Sürerse hatadaki numarayla bildirin.' },
    ru: { cause: 'Внутри системы что-то пошло не так.', remedy: 'Попробуйте снова. Если ошибка не исчезнет, сообщите о ней с номером из ошибки.' },
  },
} as const satisfies Record<keyof typeof ERROR_CODES, CatalogueEntry>;
