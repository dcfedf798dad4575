import type { SandboxClock } from '../../../platform/sandbox/clock.js';
import type { Sandbox } from '../../../platform/sandbox/create-sandbox.js';
import type { RequestLog } from '../../../platform/sandbox/request-log.js';
import type { SandboxState } from '../../../platform/sandbox/state.js';
import type { AmazonSettings } from './settings.js';

/** What every part of the simulator needs. */
export interface Kernel {
  readonly state: SandboxState;
  readonly clock: SandboxClock;
  readonly log: RequestLog;
  readonly settings: () => AmazonSettings;
  /** Root of this sandbox, for the addresses it hands out. */
  readonly url: () => string;
}

export function kernelOf({ state, clock, log, settings }: Sandbox<AmazonSettings>, url: () => string): Kernel {
  return { state, clock, log, settings: () => settings.get(), url };
}

export function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
