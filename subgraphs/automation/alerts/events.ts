/** An alert was raised or resolved; the data is `{ alertId, storeId, kind }`. */
export const ALERT_CHANGED = 'alertChanged';
