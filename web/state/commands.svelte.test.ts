import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { Commands } from './commands.svelte.ts';
import { COMMANDS, commandsFor, pressed, type KeyPress } from './shortcuts.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const canvas = { mac: false, typing: false, onCanvas: true };

describe('the table of commands', () => {
  it('gives no key to two commands of one place', () => {
    const keys = COMMANDS.flatMap((command) => command.keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it.each([
    [press('Enter', { ctrlKey: true }), 'run'],
    [press('Enter', { ctrlKey: true, altKey: true }), 'stop'],
    [press('z', { ctrlKey: true }), 'undo'],
    [press('Z', { ctrlKey: true, shiftKey: true }), 'redo'],
    [press('y', { ctrlKey: true }), 'redo'],
    [press('?', { shiftKey: true }), 'shortcuts'],
    [press('!', { shiftKey: true, code: 'Digit1' }), 'fit-view'],
    [press('+', { shiftKey: true }), 'zoom-in'],
    [press('/'), 'add-node'],
    [press('Backspace'), 'delete'],
    [press('я', { ctrlKey: true, code: 'KeyZ' }), 'undo'],
    [press('ArrowLeft', { shiftKey: true }), 'nudge-left-far'],
  ])('reads %o as %s', (event, id) => {
    expect(commandsFor(event, canvas)).toEqual([id]);
  });

  it('goes by the sign, not the place, on Latin layouts', () => {
    expect(pressed(press('y', { ctrlKey: true, code: 'KeyZ' }), 'Mod+Z', false)).toBe(false);
  });

  it('uses Cmd on a Mac and leaves Ctrl alone there', () => {
    expect(pressed(press('z', { metaKey: true }), 'Mod+Z', true)).toBe(true);
    expect(pressed(press('z', { ctrlKey: true }), 'Mod+Z', true)).toBe(false);
  });

  it('is off while typing, but for running, the palette and saving', () => {
    const typing = { ...canvas, typing: true };
    expect(commandsFor(press('n'), typing)).toEqual([]);
    expect(commandsFor(press('k', { ctrlKey: true }), typing)).toEqual(['palette']);
    expect(commandsFor(press('s', { ctrlKey: true }), typing)).toEqual(['save']);
  });
});

describe('commands on the page', () => {
  it('go to the latest handler, are offered while possible, and end with it', () => {
    const commands = new Commands({ mac: false });
    const done: string[] = [];
    let possible = true;
    const first = commands.handle('undo', { run: () => done.push('first') });
    const second = commands.handle('undo', {
      run: () => done.push('second'),
      disabledReason: () => (possible ? null : 'Nothing to undo.'),
    });
    expect(commands.run('undo')).toBe(true);
    expect(commands.available.map((command) => command.id)).toEqual(['undo']);
    possible = false;
    expect(commands.run('undo')).toBe(false);
    expect(commands.available).toEqual([]);
    second();
    commands.run('undo');
    first();
    expect(commands.run('undo')).toBe(false);
    expect(done).toEqual(['second', 'first']);
  });

  it('hear keys of the page, not those of fields, dialogs and buttons', () => {
    const commands = new Commands({ mac: false });
    const done: string[] = [];
    commands.handle('open-inspector', { run: () => done.push('inspect') });
    commands.handle('toggle-outline', { run: () => done.push('outline') });
    document.body.innerHTML =
      '<div data-canvas><i></i><button></button></div><input><div role="dialog"><b></b></div>';
    const on = (selector: string, key: string) => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      document
        .querySelector(selector)
        ?.addEventListener('keydown', (each) => commands.onkeydown(each as KeyboardEvent), { once: true });
      document.querySelector(selector)?.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect([on('i', 'Enter'), on('i', 'o')]).toEqual([true, true]);
    expect([on('input', 'o'), on('b', 'o'), on('button', 'Enter')]).toEqual([false, false, false]);
    expect(done).toEqual(['inspect', 'outline']);
  });
});

describe('commands taken on by a component', () => {
  it('do not make its effect run again', () => {
    const commands = new Commands({ mac: false });
    let runs = 0;
    const stop = $effect.root(() => {
      $effect(() => {
        runs += 1;
        return commands.handle('undo', { run: () => undefined });
      });
    });
    flushSync();
    commands.handle('redo', { run: () => undefined });
    flushSync();
    expect(runs).toBe(1);
    stop();
    expect(commands.run('undo')).toBe(false);
  });
});
