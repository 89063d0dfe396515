/** Whether a relay answers at all within the time; any answer that is not a server error counts. */
export async function isHealthy(url: string, timeoutInMs: number): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(timeoutInMs) });
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    // Nobody listens, or the answer takes too long: both mean "not now".
    return false;
  }
}
