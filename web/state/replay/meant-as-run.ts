/** Whether a file is meant to be a run, by its name or by how it begins; whether it is one, readRunFile says. */
export function isMeantAsRun(name: string, text: string): boolean {
  return name.endsWith('.jsonl') || /^\s*\{[^\n]*"type"\s*:\s*"execution\.started"/.test(text.slice(0, 200));
}
