import { CommandError } from '../../errors.js';

/** The wall clock in a zone (an Olson name such as Europe/Istanbul, `UTC`, or an offset such as +03:00), as milliseconds that read as UTC. */
export function toLocal(date: Date, zone: string | undefined): number {
  return date.getTime() + offsetMs(date.getTime(), zone);
}

/** The instant at which the zone's wall clock shows `local`; where a clock change leaves two, the earlier. */
export function fromLocal(local: number, zone: string | undefined): Date {
  const guess = local - offsetMs(local, zone);
  const corrected = local - offsetMs(guess, zone);
  return new Date(Math.min(...[guess, corrected].filter((each) => each + offsetMs(each, zone) === local), corrected));
}

export function offsetMs(instant: number, zone: string | undefined): number {
  if (zone === undefined || zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  const fixed = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)) * 60_000;
  const parts = Object.fromEntries(formatOf(zone).formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'], parts['hour'], parts['minute'], parts['second']);
  return wall - Math.floor(instant / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    formats.set(zone, format);
    return format;
  } catch {
    throw new CommandError('Location40485', `unrecognized time zone identifier: "${zone}"`);
  }
}
