/** Keeps the frames of each connection in their order, although some need something to be awaited first. */
export interface FrameLanes<Input> {
  take(connectionId: string, next: Input | Promise<Input>): void;
  forget(connectionId: string): void;
}

export interface FrameLanesPorts<Input> {
  give(input: Input): void;
  /** What is given instead when the waiting has failed. */
  failed(connectionId: string): Input;
}

export function createFrameLanes<Input>(ports: FrameLanesPorts<Input>): FrameLanes<Input> {
  // A lane exists only while something in it is awaited: everything else is dealt with at once.
  const lanes = new Map<string, Promise<void>>();
  return Object.freeze({
    take(connectionId: string, next: Input | Promise<Input>) {
      const lane = lanes.get(connectionId);
      if (lane === undefined && !(next instanceof Promise)) return ports.give(next);
      const after = Promise.all([next, lane]).then(
        ([input]) => ports.give(input),
        () => ports.give(ports.failed(connectionId)),
      );
      const cleared = after.then(() => {
        if (lanes.get(connectionId) === cleared) lanes.delete(connectionId);
      });
      lanes.set(connectionId, cleared);
    },
    forget(connectionId: string) {
      lanes.delete(connectionId);
    },
  });
}
