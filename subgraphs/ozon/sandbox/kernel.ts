import type { SandboxClock } from '../../../platform/sandbox/clock.js';
import type { Sandbox } from '../../../platform/sandbox/create-sandbox.js';
import type { RequestLog } from '../../../platform/sandbox/request-log.js';
import type { SandboxState } from '../../../platform/sandbox/state.js';
import type { OzonSettings } from './settings.js';

/** What every part of the simulator needs. */
export interface Kernel {
  readonly state: SandboxState;
  readonly clock: SandboxClock;
  readonly log: RequestLog;
  readonly settings: () => OzonSettings;
}

export function kernelOf({ state, clock, log, settings }: Sandbox<OzonSettings>): Kernel {
  return { state, clock, log, settings: () => settings.get() };
}

/** Sandbox time as Ozon writes it: UTC, ISO 8601 with `Z`. */
export function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
