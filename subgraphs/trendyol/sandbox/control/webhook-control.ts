import type { Control } from '../../../../platform/sandbox/control.js';
import type { WebhookDelivery } from '../webhooks/delivery.js';

export function installWebhookControl(control: Control, delivery: WebhookDelivery): void {
  control.route({
    method: 'GET',
    path: '/webhook-deliveries',
    summary: 'Webhook deliveries that no receiver has taken yet.',
    handle: () => ({ deliveries: delivery.waiting() }),
  });
}
