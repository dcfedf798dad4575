import type { CatalogueEntry } from './explanation.js';

/** Why something a marketplace told of was set aside instead of becoming an order. */
export const newsIssues = {
  UNMAPPABLE: {
    turn: 'HUB',
    en: { cause: 'The marketplace sent something that the hub cannot read. It is kept as it came.', remedy: "Look in the marketplace's seller panel for the order. After the hub was updated, take it in again." },
    tr: { cause: 'Pazaryeri, sistemin okuyamadığı bir veri gönderdi. Geldiği gibi saklanıyor.', remedy: 'Siparişe pazaryerinin satıcı panelinden bakın. Sistem güncellendikten sonra yeniden içeri alın.' },
    ru: { cause: 'Маркетплейс прислал то, что система не может прочитать. Данные сохранены как есть.', remedy: 'Найдите заказ в личном кабинете маркетплейса. После обновления системы загрузите запись снова.' },
  },
  MAPPING_FAILED: {
    turn: 'HUB',
    en: { cause: 'The hub made a mistake while reading this. It is kept as it came.', remedy: 'Report it. After the hub was corrected, take it in again.' },
    tr: { cause: 'Sistem bunu okurken hata yaptı. Veri geldiği gibi saklanıyor.', remedy: 'Bildirin. Sistem düzeltildikten sonra yeniden içeri alın.' },
    ru: { cause: 'Система ошиблась при чтении. Данные сохранены как есть.', remedy: 'Сообщите об ошибке. После исправления загрузите запись снова.' },
  },
  RECORDING_FAILED: {
    turn: 'HUB',
    en: { cause: 'The hub could read this but not record it, several times in a row.', remedy: 'Take it in again. If that fails too, report it.' },
    tr: { cause: 'Sistem bunu okudu ama üst üste birkaç kez kaydedemedi.', remedy: 'Yeniden içeri alın. Yine olmazsa bildirin.' },
    ru: { cause: 'Система прочитала данные, но несколько раз подряд не смогла их записать.', remedy: 'Загрузите запись снова. Если опять не получится, сообщите об этом.' },
  },
  NO_CONNECTOR: {
    turn: 'HUB',
    en: { cause: 'This hub was started without the marketplace, or takes no news of it in this way.', remedy: 'Ask whoever runs the hub to switch the marketplace on.' },
    tr: { cause: 'Sistem bu pazaryeri olmadan başlatılmış ya da ondan bu yolla haber almıyor.', remedy: 'Sistem yöneticinizden bu pazaryerini açmasını isteyin.' },
    ru: { cause: 'Система запущена без этого маркетплейса или не получает от него сообщения таким способом.', remedy: 'Попросите администратора системы включить этот маркетплейс.' },
  },
  STORE_GONE: {
    turn: 'SELLER',
    en: { cause: 'The store that this was sent to is no longer connected.', remedy: "Connect the store again, or switch the notifications off in the marketplace's seller panel." },
    tr: { cause: 'Bunun gönderildiği mağaza artık bağlı değil.', remedy: 'Mağazayı yeniden bağlayın ya da pazaryerinin satıcı panelinde bildirimleri kapatın.' },
    ru: { cause: 'Магазин, которому это адресовано, больше не подключён.', remedy: 'Подключите магазин снова или отключите уведомления в личном кабинете маркетплейса.' },
  },
  ORDER_UNKNOWN: {
    turn: 'MARKETPLACE',
    en: { cause: 'The marketplace told of an order but does not know it when asked.', remedy: "Look in the marketplace's seller panel. If the order is there, take this in again." },
    tr: { cause: 'Pazaryeri bir siparişi haber verdi ama sorulunca tanımıyor.', remedy: 'Pazaryerinin satıcı paneline bakın. Sipariş oradaysa bunu yeniden içeri alın.' },
    ru: { cause: 'Маркетплейс сообщил о заказе, но на запрос отвечает, что не знает его.', remedy: 'Проверьте личный кабинет маркетплейса. Если заказ там есть, загрузите запись снова.' },
  },
  ORDER_UNREADABLE: {
    turn: 'HUB',
    en: { cause: 'The marketplace told of an order, but refuses to show it or shows it in a form the hub cannot read.', remedy: "Look at the order in the marketplace's seller panel, then take this in again." },
    tr: { cause: 'Pazaryeri bir siparişi haber verdi ama göstermiyor ya da sistemin okuyamadığı biçimde gösteriyor.', remedy: 'Siparişe pazaryerinin satıcı panelinden bakın, sonra bunu yeniden içeri alın.' },
    ru: { cause: 'Маркетплейс сообщил о заказе, но не показывает его или показывает в нечитаемом для системы виде.', remedy: 'Посмотрите заказ в личном кабинете маркетплейса, затем загрузите запись снова.' },
  },
  READING_FAILED: {
    turn: 'HUB',
    en: { cause: 'The hub failed, several times, to read or record the order that this names.', remedy: 'Take it in again. If that fails too, report it.' },
    tr: { cause: 'Sistem, burada adı geçen siparişi birkaç kez denediği hâlde okuyamadı ya da kaydedemedi.', remedy: 'Yeniden içeri alın. Yine olmazsa bildirin.' },
    ru: { cause: 'Системе несколько раз не удалось прочитать или записать названный здесь заказ.', remedy: 'Загрузите запись снова. Если опять не получится, сообщите об этом.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
