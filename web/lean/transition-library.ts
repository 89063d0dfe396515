import { Selection } from './selection.ts';
import { createTransitions, type Selected, type Transition } from './transitions.ts';

/** Stands for d3-transition: gives every selection its two methods, and d3-zoom the one function it imports. */

const transitions = createTransitions({
  request: (act) => requestAnimationFrame(act),
  cancel: (frame) => cancelAnimationFrame(frame),
});

export const interrupt = transitions.interrupt;

Object.assign(Selection.prototype, {
  transition(this: Selected): Transition {
    return transitions.begin(this);
  },
  interrupt(this: Selected): Selected {
    return this.each(function () {
      transitions.interrupt(this);
    });
  },
});
