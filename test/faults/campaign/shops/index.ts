import type { SandboxName } from '../../../../hub/sandbox-urls.js';
import type { SandboxControl } from '../../../support/sandbox-control.js';
import { amazonShop } from './amazon-shop.js';
import { ebayShop } from './ebay-shop.js';
import { hepsiburadaShop } from './hepsiburada-shop.js';
import { n11Shop } from './n11-shop.js';
import { ozonShop } from './ozon-shop.js';
import type { Shop } from './shop.js';
import { trendyolShop } from './trendyol-shop.js';

const OPEN: Readonly<Record<SandboxName, (control: SandboxControl) => Shop>> = {
  trendyol: (control) => trendyolShop(control, 1),
  n11: n11Shop,
  hepsiburada: hepsiburadaShop,
  ozon: ozonShop,
  amazon: amazonShop,
  ebay: ebayShop,
};

/** A shop on each marketplace, and further ones on Trendyol, which allows a seller several. */
export function shopsOn(marketplaces: readonly SandboxName[], controlOf: (name: SandboxName) => SandboxControl, furtherOnTrendyol: number): readonly Shop[] {
  const further = Array.from({ length: furtherOnTrendyol }, (_, index) => trendyolShop(controlOf('trendyol'), index + 2));
  return [...marketplaces.map((name) => OPEN[name](controlOf(name))), ...further];
}
