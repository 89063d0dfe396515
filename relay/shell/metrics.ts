/** Counters of this isolate since it started, without any content. Module state on purpose: one isolate, one count. */
const counts = {
  weft_runs_started_total: 0,
  weft_calls_started_total: 0,
  weft_calls_ended_total: 0,
  weft_connections_opened_total: 0,
  weft_connections_closed_total: 0,
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

export function countOne(name: keyof typeof counts): void {
  counts[name] += 1;
}

/** Prometheus' text format. */
export function metricsText(): string {
  return Object.entries(counts)
    .map(([name, value]) => `# TYPE ${name} counter\n${name} ${value}\n`)
    .join('');
}
