/**
 * The part of d3-selection that d3-zoom, d3-drag and Svelte Flow use: one element with its listeners. The library also
 * finds, joins, orders and draws elements, which Svelte does here (`web/build/lean-libraries.ts` puts this in its place).
 */

/** Called with the element as `this`, then its datum, its index and its group. */
type Act = (this: object, datum: unknown, index: number, group: readonly object[]) => unknown;
type Hear = (this: unknown, event: Event, datum: unknown) => void;

interface Listening {
  readonly type: string;
  /** Whose listener it is: what stands behind the dot. */
  readonly name: string;
  readonly hear: Hear;
  readonly listener: (this: unknown, event: Event) => void;
  readonly options: AddEventListenerOptions | undefined;
}

/** What is asked of an element; it may be the window or anything else that hears events. */
interface Selectable extends EventTarget {
  readonly __data__?: unknown;
  readonly style?: Pick<CSSStyleDeclaration, 'setProperty'>;
}

const heard = new WeakMap<object, readonly Listening[]>();

/** One element or none; every method that sets something gives it back. */
export class Selection {
  readonly #element: Selectable | null;

  constructor(element: Selectable | null) {
    this.#element = element;
  }

  node(): Selectable | null {
    return this.#element;
  }

  selection(): this {
    return this;
  }

  datum(): unknown {
    return this.#element?.__data__;
  }

  each(act: Act): this {
    const element = this.#element;
    if (element) act.call(element, element.__data__, 0, [element]);
    return this;
  }

  call(act: (selection: this, ...more: unknown[]) => void, ...more: unknown[]): this {
    act(this, ...more);
    return this;
  }

  /** The element if it passes, else none. */
  filter(passes: Act): Selection {
    let kept: Selectable | null = null;
    this.each(function (...about) {
      if (passes.apply(this, about)) kept = this as Selectable;
    });
    return new Selection(kept);
  }

  style(name: string, value: string): this {
    this.#element?.style?.setProperty(name, value);
    return this;
  }

  /** Reads a property; or sets it to what the function gives for the element. */
  property(name: string, valueOf?: Act): unknown {
    if (valueOf === undefined) return (this.#element as Record<string, unknown> | null)?.[name];
    return this.each(function (...about) {
      Object.assign(this, { [name]: valueOf.apply(this, about) });
    });
  }

  /**
   * Hears events from now on, instead of whoever heard them under that name; null = no longer; with one argument, who
   * hears them.
   * @param names types of events, each perhaps with a dot and a name; a dot and a name alone are all types of that name.
   */
  on(
    names: string,
    ...given: [hear?: Hear | null | undefined, options?: AddEventListenerOptions]
  ): this | Hear | undefined {
    const element = this.#element;
    const wanted = names.split(' ').map((name) => name.split('.') as [type: string, name?: string]);
    if (given.length === 0) {
      const isWanted = ({ type, name }: Listening) =>
        wanted.some(([wantedType, wantedName = '']) => type === wantedType && name === wantedName);
      return element ? heard.get(element)?.find(isWanted)?.hear : undefined;
    }
    if (element === null) return this;
    const [hear, options] = given;
    for (const [type, name = ''] of wanted) {
      leave(element, type, name);
      if (hear) listen(element, type, name, hear, options);
    }
    return this;
  }
}

function listen(
  element: Selectable,
  type: string,
  name: string,
  hear: Hear,
  options?: AddEventListenerOptions,
): void {
  const listener = function (this: unknown, event: Event): void {
    hear.call(this, event, element.__data__);
  };
  element.addEventListener(type, listener, options);
  heard.set(element, [...(heard.get(element) ?? []), { type, name, hear, listener, options }]);
}

function leave(element: Selectable, type: string, name: string): void {
  const left = (heard.get(element) ?? []).filter((one) => {
    if (one.name !== name || (type !== '' && one.type !== type)) return true;
    element.removeEventListener(one.type, one.listener, one.options);
    return false;
  });
  heard.set(element, left);
}

export function select(element: Selectable | null): Selection {
  return new Selection(element);
}

type Pointed = Pick<MouseEvent, 'clientX' | 'clientY' | 'pageX' | 'pageY'> & {
  readonly currentTarget?: EventTarget | null;
  readonly sourceEvent?: Pointed;
};

/** Where an event, or the one it stands for, is in an element: px from its upper left corner, inside its border. */
export function pointer(event: Pointed, within?: EventTarget | null): [x: number, y: number] {
  let source = event;
  while (source.sourceEvent) source = source.sourceEvent;
  const element = within === undefined ? source.currentTarget : within;
  if (!(element instanceof Element)) return [source.pageX, source.pageY];
  const { left, top } = element.getBoundingClientRect();
  return [source.clientX - left - element.clientLeft, source.clientY - top - element.clientTop];
}
