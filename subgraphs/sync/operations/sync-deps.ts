import type { Clock } from '../../../platform/clock.js';
import type { EventLog } from '../../../platform/events/event-log.js';
import type { CallPaces } from '../../../platform/http/call-paces.js';
import type { CircuitBoard } from '../../../platform/http/circuit-board.js';
import type { CallStore } from '../../../platform/idempotency/call-store.js';
import type { StoreId } from '../../../platform/ids.js';
import type { PayloadArchive } from '../../../platform/payloads/archive.js';
import type { QuotaKeeper } from '../../../platform/quota/quota-keeper.js';
import type { SecretBox } from '../../../platform/secrets/secret-box.js';
import type { Catalog } from '../../catalog/index.js';
import type { Orders } from '../../orders/index.js';
import type { Stores } from '../../stores/index.js';
import type { ConnectorRegistry, StoreAccess } from '../connector/store-access.js';
import type { PayloadDrifts } from '../drift/index.js';
import type { Intake } from '../intake/index.js';
import type { Recounter } from '../lanes/recounter.js';
import type { AttemptStore } from '../store/attempt-store.js';
import type { CertificateStore } from '../store/certificate-store.js';
import type { LaneStore } from '../store/lane-store.js';
import type { OperationStore } from '../store/operation-store.js';
import type { OrderCertificateStore } from '../store/order-certificate-store.js';
import type { PolicyStore } from '../store/policy-store.js';
import type { RecordDeps } from './record-request.js';

/** What the operations of this subgraph stand on; each takes the part it uses. */
export interface SyncDeps {
  readonly operations: OperationStore;
  readonly attempts: AttemptStore;
  readonly lanes: LaneStore;
  readonly certificates: CertificateStore;
  readonly orderCertificates: OrderCertificateStore;
  readonly policies: PolicyStore;
  /** Answers of calls that are no operations, by their idempotency keys. */
  readonly calls: CallStore;
  readonly recording: RecordDeps;
  readonly recounter: Recounter;
  readonly access: StoreAccess;
  readonly connectors: ConnectorRegistry;
  readonly stores: Stores;
  readonly catalog: Catalog;
  readonly orders: Orders;
  readonly secretBox: SecretBox;
  readonly archive: PayloadArchive;
  readonly drifts: PayloadDrifts;
  readonly quotas: QuotaKeeper;
  readonly circuits: Pick<CircuitBoard, 'ofStore'>;
  readonly paces: Pick<CallPaces, 'ofStore'>;
  readonly events: EventLog;
  readonly intake: Intake;
  readonly wakeLanes: (storeIds: readonly StoreId[]) => Promise<void>;
  readonly announce: () => void;
  readonly clock: Clock;
}
