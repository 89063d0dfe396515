/** Counters of this isolate since it started, without any content. Module state on purpose: one isolate, one count. */
const counts = {
  weft_runs_started_total: 0,
  weft_calls_started_total: 0,
  weft_calls_ended_total: 0,
  weft_connections_opened_total: 0,
  weft_connections_closed_total: 0,
  weft_reconnects_total: 0,
  weft_readers_behind_total: 0,
  weft_readers_stalled_total: 0,
  weft_frames_received_total: 0,
  weft_frames_sent_total: 0,
  weft_frames_refused_total: 0,
  weft_polls_total: 0,
  weft_flow_connections_opened_total: 0,
  weft_flow_connections_closed_total: 0,
  weft_flow_updates_total: 0,
  weft_flow_presence_frames_total: 0,
  weft_flow_refused_total: 0,
  weft_flow_polls_total: 0,
  weft_writes_failed_total: 0,
};

export type CounterName = keyof typeof counts;

export function countOne(name: CounterName): void {
  counts[name] += 1;
}

/** Prometheus' text format. */
export function metricsText(): string {
  const line = (name: string, type: string, value: number): string =>
    `# TYPE ${name} ${type}\n${name} ${value}\n`;
  const open = [
    line(
      'weft_connections_open',
      'gauge',
      counts.weft_connections_opened_total - counts.weft_connections_closed_total,
    ),
    line(
      'weft_flow_connections_open',
      'gauge',
      counts.weft_flow_connections_opened_total - counts.weft_flow_connections_closed_total,
    ),
  ];
  return [...Object.entries(counts).map(([name, value]) => line(name, 'counter', value)), ...open].join('');
}
