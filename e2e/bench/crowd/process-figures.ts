import { readFileSync } from 'node:fs';

/** What a process has used so far, from /proc: Linux only, where this bench runs. */

const TICK_MS = 10;

/** Milliseconds of processor time, user and system. Source: proc(5), fields 14 and 15 of stat in clock ticks of 10 ms. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the command stands in brackets and may contain blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Resident memory in bytes. Source: proc(5), VmRSS of status in kB. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024;
}
