import { readRunFragment, runLinkHref } from '../../state/links.ts';

export type PastedLink =
  { readonly ok: true; readonly href: string } | { readonly ok: false; readonly problem: string };

/** What is in front of it is ignored: links are opened on the relay that served this page. */
const FLOW = /\/f\/([A-Za-z0-9_-]{21,64})\/?#([A-Za-z0-9_-]{22,200})$/;
const RUN = /\/r\/([A-Za-z0-9_-]{21,100})\/?(#.+)$/;
const CUT_OFF = /\/[fr]\/[A-Za-z0-9_-]*\/?(#[^#]*)?$/;

/** The address inside this app of a pasted link to a flow or a run, or what is wrong with it. */
export function readPastedLink(pasted: string): PastedLink {
  const text = pasted.trim();
  if (text === '') return { ok: false, problem: 'Paste a link to a flow or a run first.' };
  const flow = FLOW.exec(text);
  if (flow) return { ok: true, href: `/f/${flow[1]}#${flow[2]}` };
  const run = RUN.exec(text);
  const fragment = readRunFragment(run?.[2] ?? '');
  if (run && fragment && fragment.secret.length >= 22)
    return { ok: true, href: runLinkHref({ runId: run[1] ?? '', ...fragment }) };
  if (CUT_OFF.test(text))
    return {
      ok: false,
      problem: 'This link is cut off. Copy it again, with all that follows its #.',
    };
  return {
    ok: false,
    problem: 'This is no link to a flow or a run. Paste the whole link that you were sent.',
  };
}
