import { roomLimits } from '../../../relay/core/room-config.ts';
import { createRelayHttp, type RelayHttp } from '../../../web/adapters/relay-http.ts';
import { createLink } from '../kernel/network.ts';
import { createRandom } from '../kernel/random.ts';
import { createActor, createWorldClock } from '../kernel/world-clock.ts';
import { createSimRelay } from '../relay/sim-relay.ts';
import { loadRegistry } from '../tabs/registry.ts';
import { playScript, type Course } from './script.ts';

/** The script against the simulation's relay, in virtual time. */
export async function playInSimulation(flowId: string, secret: string): Promise<Course> {
  // Modules that a call loads take real time; virtual time does not wait for them.
  await loadRegistry();
  const clock = createWorldClock(1_800_000_000_000, 'script', (thrown) => {
    throw thrown;
  });
  const ignore = (): void => undefined;
  const watch = { batch: ignore, blob: ignore, woke: ignore, header: ignore, sender: ignore, heard: ignore };
  const relay = createSimRelay({
    ...{ clock, random: createRandom('script'), environment: {}, watch },
    config: { limits: roomLimits(), isFree: (id) => id === 'demo' },
    onFlowWoke: ignore,
    provider: () => Promise.reject(new Error('the script calls no provider')),
  });
  const browser = (name: string, mayCreate: boolean): RelayHttp => {
    const actor = createActor(name);
    const link = createLink({
      ...{ clock, random: createRandom(name), relay, actor, name, newConnectionId: () => name },
      ...{ onFrame: ignore, onAnswer: ignore, onConnected: ignore },
    });
    const after = (delayInMs: number, callback: () => void) => clock.after(delayInMs, actor, callback);
    const time = { now: clock.now, after, soon: (callback: () => void) => void after(0, callback) };
    return createRelayHttp({ origin: '', fetch: link.fetch, clock: time, flowId, secret, mayCreate });
  };
  const script = createActor('script');
  const wait = (delayInMs: number) =>
    new Promise<void>((resolve) => {
      clock.after(delayInMs, script, resolve);
    });
  let course: Course | null = null;
  const ann = browser('ann', true);
  void ann.session().then(async () => {
    course = await playScript({ flowId, ann, ben: browser('ben', false), wait });
  });
  const until = clock.now() + 60_000;
  while (course === null && (await clock.step(until))) continue;
  if (course === null) throw new Error('the script did not come to its end');
  return course;
}
