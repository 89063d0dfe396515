/** Occurs nowhere else, so that finding it anywhere is a leak. */
export const CANARY_KEY = 'sk-canary-9d41f7c2b8e6450aa3';
