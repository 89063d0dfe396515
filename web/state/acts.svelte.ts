import type { Result } from '#shared/result.ts';
import type { WeftError } from '#shared/run/errors.ts';

/** Things that are being done, each under a key, and why the last try of each failed: for errors in place. */
export class Acts {
  #busy = $state.raw<ReadonlySet<string>>(new Set());
  #problems = $state.raw<ReadonlyMap<string, WeftError>>(new Map());

  /** Why the last try failed; null when it worked or there was none. */
  problem = (key: string): WeftError | null => this.#problems.get(key) ?? null;
  isBusy = (key: string): boolean => this.#busy.has(key);

  run = async <T>(key: string, work: () => Promise<Result<T>>): Promise<Result<T>> => {
    this.#busy = new Set([...this.#busy, key]);
    const answer = await work();
    this.#busy = new Set([...this.#busy].filter((each) => each !== key));
    const problems = new Map(this.#problems);
    if (answer.ok) problems.delete(key);
    else problems.set(key, answer.error);
    this.#problems = problems;
    return answer;
  };

  /** Nobody looks at the old failure any more. */
  forget = (key: string): void => {
    this.#problems = new Map([...this.#problems].filter(([each]) => each !== key));
  };
}
