import { expect, test } from 'vitest';
import { keepWheelSteady } from './steady-wheel.ts';

/** An element that counts what the browser would see. */
function listenedTo() {
  const element = new EventTarget();
  const seen: string[] = [];
  const add = element.addEventListener.bind(element);
  const remove = element.removeEventListener.bind(element);
  element.addEventListener = (type: string, ...rest: [EventListener, AddEventListenerOptions?]) => {
    seen.push(`+${type}`);
    add(type, ...rest);
  };
  element.removeEventListener = (type: string, ...rest: [EventListener, AddEventListenerOptions?]) => {
    seen.push(`-${type}`);
    remove(type, ...rest);
  };
  return { element, seen };
}

const HOLDS_UP: AddEventListenerOptions = { passive: false };

test('a wheel listener that is put on anew at every step is one listener for the browser', () => {
  const { element, seen } = listenedTo();
  const heard: number[] = [];
  const steps = [0, 1, 2, 3].map((step) => () => void heard.push(step));
  const [early = () => undefined, ...later] = steps;
  element.addEventListener('wheel', early, HOLDS_UP);
  keepWheelSteady(element);
  let last = early;
  for (const next of later) {
    element.removeEventListener('wheel', last, HOLDS_UP);
    element.addEventListener('wheel', next, HOLDS_UP);
    element.dispatchEvent(new Event('wheel'));
    last = next;
  }
  expect(heard).toEqual([1, 2, 3]);
  expect(seen).toEqual(['+wheel', '-wheel', '+wheel']);
});

test('once taken off it hears nothing, and hears again when it is put on', () => {
  const { element } = listenedTo();
  keepWheelSteady(element);
  let count = 0;
  const listener = { handleEvent: () => void (count += 1) };
  element.addEventListener('wheel', listener, HOLDS_UP);
  element.dispatchEvent(new Event('wheel'));
  element.removeEventListener('wheel', listener, HOLDS_UP);
  element.dispatchEvent(new Event('wheel'));
  expect(count).toBe(1);
  element.addEventListener('wheel', listener, HOLDS_UP);
  element.dispatchEvent(new Event('wheel'));
  expect(count).toBe(2);
});

test('other listeners are left alone', () => {
  const { element, seen } = listenedTo();
  keepWheelSteady(element);
  const heard: string[] = [];
  const listener = (event: Event) => void heard.push(event.type);
  element.addEventListener('dblclick', listener);
  element.addEventListener('wheel', listener, { passive: true });
  element.dispatchEvent(new Event('dblclick'));
  element.dispatchEvent(new Event('wheel'));
  element.removeEventListener('wheel', listener);
  element.dispatchEvent(new Event('wheel'));
  expect(heard).toEqual(['dblclick', 'wheel']);
  expect(seen).toEqual(['+dblclick', '+wheel', '-wheel']);
});
