import * as library from 'd3-selection';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { pointer, select, type Selection } from './selection.ts';

/** Something that hears events, with a datum and styles, as an element has. */
function createTarget() {
  const styles: string[] = [];
  const setProperty = (name: string, value: string | null) => void styles.push(`${name}: ${value}`);
  return Object.assign(new EventTarget(), { __data__: 'datum', style: { setProperty }, styles });
}
type Target = ReturnType<typeof createTarget>;

/** Does the same with the library's selection and with ours, and gives what each wrote down. */
function both(act: (selection: Selection, target: Target, note: (line: string) => void) => void): string[][] {
  const selects = [library.select as unknown as typeof select, select];
  return selects.map((one) => {
    const lines: string[] = [];
    const target = createTarget();
    act(one(target as never), target, (line) => lines.push(line));
    return [...lines, ...target.styles];
  });
}

function expectSame(...args: Parameters<typeof both>): void {
  const [theirs, ours] = both(...args);
  expect(ours).toEqual(theirs);
  expect(ours?.length).toBeGreaterThan(0);
}

const fire = (target: EventTarget, ...types: readonly string[]) =>
  types.forEach((type) => target.dispatchEvent(new Event(type)));

afterEach(() => vi.unstubAllGlobals());

describe('a selection of one element does what the library does', () => {
  test('who hears an event is told of it, with the element and its datum', () => {
    expectSame((selection, target, note) => {
      selection.on('wheel.zoom', function (event, datum) {
        note(`${event.type} ${String(datum)} ${this === target}`);
      });
      fire(target, 'wheel', 'other', 'wheel');
    });
  });

  test('a listener takes the place of the one of its type and name, and of no other', () => {
    expectSame((selection, target, note) => {
      selection.on('a.x', () => note('first'));
      selection.on('a.y', () => note('second'));
      selection.on('a', () => note('third'));
      selection.on('a.x', () => note('fourth'));
      fire(target, 'a');
      selection.on('a.y', null);
      fire(target, 'a');
    });
  });

  test('several types at once, and all types of a name', () => {
    expectSame((selection, target, note) => {
      selection.on('a.x b.x', ({ type }) => note(type));
      selection.on('a.z', () => note('stays'));
      fire(target, 'a', 'b');
      selection.on('.x', null);
      fire(target, 'a', 'b');
    });
  });

  test('who hears can be asked for, put aside and put back', () => {
    expectSame((selection, target, note) => {
      const hear = () => note('heard');
      note(String(selection.on('dblclick.zoom')));
      selection.on('dblclick.zoom', hear);
      const known = selection.on('dblclick.zoom') as typeof hear;
      note(String(known === hear));
      selection.on('dblclick.zoom', null);
      fire(target, 'dblclick');
      selection.on('dblclick.zoom', known);
      fire(target, 'dblclick');
      selection.on('dblclick.zoom', undefined);
      fire(target, 'dblclick');
    });
  });

  test('options reach the element, and what was added with them is taken away again', () => {
    expectSame((selection, target, note) => {
      const { addEventListener, removeEventListener } = target;
      target.addEventListener = (...args: Parameters<typeof addEventListener>) => {
        note(`add ${args[0]} ${JSON.stringify(args[2])}`);
        addEventListener.apply(target, args);
      };
      target.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
        note(`remove ${args[0]} ${JSON.stringify(args[2])}`);
        removeEventListener.apply(target, args);
      };
      selection.on('wheel.zoom', () => undefined, { passive: false, capture: true });
      selection.on('wheel.zoom', null);
    });
  });

  test('properties, styles, filters and calls', () => {
    expectSame((selection, target, note) => {
      selection.property('__zoom', function () {
        return this === target ? 'set' : 'other';
      });
      note(String(selection.property('__zoom')));
      note(
        `${String(selection.datum())} ${Object.is(selection.node(), target)} ${selection.selection() === selection}`,
      );
      selection.call((itself, more) => note(`${itself === selection} ${String(more)}`), 'more');
      selection.each(function (...about) {
        note(`${this === target} ${about[0]} ${about[1]} ${about[2].length}`);
      });
      const none = selection.filter(() => false);
      const same = selection.filter((datum) => datum === 'datum');
      note(`${none.node()} ${Object.is(same.node(), target)}`);
      none.style('color', 'red').each(() => note('never'));
      none.on('a', () => note('never'));
      fire(target, 'a');
      same.style('touch-action', 'none');
    });
  });
});

describe('where an event is', () => {
  class FakeElement extends EventTarget {
    readonly clientLeft = 2;
    readonly clientTop = 3;
    getBoundingClientRect = () => ({ left: 100, top: 50 });
  }
  const at = { clientX: 130, clientY: 70, pageX: 131, pageY: 571 };

  test('it is measured from inside the border of the element, whichever event stands for it', () => {
    vi.stubGlobal('Element', FakeElement);
    const element = new FakeElement();
    for (const event of [
      { ...at, currentTarget: element },
      { sourceEvent: { ...at, currentTarget: element } },
    ]) {
      expect(pointer(event as never)).toEqual(library.pointer(event));
      expect(pointer(event as never)).toEqual([28, 17]);
    }
    expect(pointer({ ...at, clientX: 1 }, element)).toEqual(library.pointer({ ...at, clientX: 1 }, element));
  });

  test('without an element it is measured from the page', () => {
    vi.stubGlobal('Element', FakeElement);
    expect(pointer(at)).toEqual([131, 571]);
    expect(pointer(at)).toEqual(library.pointer(at));
  });
});
