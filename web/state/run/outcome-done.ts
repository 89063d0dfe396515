import type { ApprovalOutcome } from '#shared/run/approval.ts';

/** What somebody did who answered: “Ann approved”. */
export const OUTCOME_DONE: { readonly [outcome in ApprovalOutcome]: string } = {
  approve: 'approved',
  reject: 'rejected',
  edit: 'changed it and let it go on',
  skip: 'skipped it',
  retry: 'had it tried again',
  redo: 'sent it back with feedback',
  abort: 'stopped the run',
  submit: 'filled in the form',
  allow: 'allowed it',
  'allow-for-run': 'allowed it for this run',
  deny: 'denied it',
};
