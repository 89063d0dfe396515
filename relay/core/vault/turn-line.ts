/** What stands in a line: a call that may not start yet. */
export interface Standing {
  /** `holdKey` of the call. */
  readonly key: string;
  readonly personId: string;
  readonly runId: string;
  /** Relay time, ms, at which somebody last asked for it. */
  readonly askedAt: number;
}

/**
 * Calls that wait for a turn at one provider: people in turn, of a person their runs in turn, of a run first come first
 * served (its own queue is fair between its nodes already). Whoever got a turn goes behind all others, so nobody waits for
 * more than one turn of everybody else [VA9].
 */
export interface TurnLine<Call extends Standing> {
  /** Behind all others of its run, or in the place that it has. */
  join(call: Call): void;
  leave(key: string): void;
  get(key: string): Call | null;
  /** Takes the first whose turn it may be. */
  take(mayGo: (call: Call) => boolean): Call | null;
  /** How many turns of others come before it. */
  ahead(key: string): number;
  /** Drops those of whom nobody has asked since. */
  forget(isGone: (call: Call) => boolean): void;
  readonly size: () => number;
}

/** Maps keep the order of insertion: who got a turn is put in again, behind the others. */
type Runs<Call> = Map<string, Map<string, Call>>;

export function createTurnLine<Call extends Standing>(): TurnLine<Call> {
  const people = new Map<string, Runs<Call>>();
  const calls = new Map<string, Call>();
  const drop = (call: Call): void => {
    calls.delete(call.key);
    const runs = people.get(call.personId);
    const own = runs?.get(call.runId);
    own?.delete(call.key);
    if (own?.size === 0) runs?.delete(call.runId);
    if (runs?.size === 0) people.delete(call.personId);
  };
  const find = (mayGo: (call: Call) => boolean): Call | null => {
    for (const runs of people.values())
      for (const own of runs.values()) for (const call of own.values()) if (mayGo(call)) return call;
    return null;
  };
  return Object.freeze({
    join(call: Call) {
      const runs = people.get(call.personId) ?? new Map<string, Map<string, Call>>();
      people.set(call.personId, runs);
      const own = runs.get(call.runId) ?? new Map<string, Call>();
      runs.set(call.runId, own);
      own.set(call.key, call);
      calls.set(call.key, call);
    },
    leave(key: string) {
      const call = calls.get(key);
      if (call !== undefined) drop(call);
    },
    get: (key: string) => calls.get(key) ?? null,
    take(mayGo: (call: Call) => boolean) {
      const call = find(mayGo);
      if (call === null) return null;
      drop(call);
      const runs = people.get(call.personId);
      if (runs === undefined) return call;
      toBack(people, call.personId);
      toBack(runs, call.runId);
      return call;
    },
    ahead(key: string) {
      const call = calls.get(key);
      return call === undefined ? 0 : turnsBefore(people, call);
    },
    forget(isGone: (call: Call) => boolean) {
      for (const call of [...calls.values()]) if (isGone(call)) drop(call);
    },
    size: () => calls.size,
  });
}

function toBack<Value>(map: Map<string, Value>, key: string): void {
  const value = map.get(key);
  if (value === undefined) return;
  map.delete(key);
  map.set(key, value);
}

/** As if everybody went on as they stand now. */
function turnsBefore<Call extends Standing>(people: ReadonlyMap<string, Runs<Call>>, call: Call): number {
  const runs = people.get(call.personId);
  const own = runs?.get(call.runId);
  if (runs === undefined || own === undefined) return 0;
  const place = [...own.keys()].indexOf(call.key);
  const sizeOfRun = (run: ReadonlyMap<string, Call>): number => run.size;
  const inPerson = place + othersBefore(runs, { own: call.runId, place, sizeOf: sizeOfRun });
  const sizeOfPerson = (of: Runs<Call>): number => [...of.values()].reduce((sum, { size }) => sum + size, 0);
  return inPerson + othersBefore(people, { own: call.personId, place: inPerson, sizeOf: sizeOfPerson });
}

/** Turns of the others in a round before the one at `place` of its own: those in front have one more. */
function othersBefore<Group>(
  groups: ReadonlyMap<string, Group>,
  { own, place, sizeOf }: { own: string; place: number; sizeOf: (group: Group) => number },
): number {
  let before = 0;
  let isInFront = true;
  for (const [name, group] of groups) {
    if (name === own) isInFront = false;
    else before += Math.min(sizeOf(group), place + (isInFront ? 1 : 0));
  }
  return before;
}
