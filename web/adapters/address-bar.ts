/** The window's address, changed without loading pages. */
export const addressBar = Object.freeze({
  read: () => ({ path: location.pathname, fragment: location.hash }),
  push: (href: string) => history.pushState(null, '', href),
  replace: (href: string) => history.replaceState(null, '', href),
  onChange(listener: () => void) {
    addEventListener('popstate', listener);
    addEventListener('hashchange', listener);
  },
});
