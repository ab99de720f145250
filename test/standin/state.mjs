/** What the parts of the stand-in share. */
export const state = {
  /** Playwright's browser context. */
  context: undefined,
  appDir: process.cwd(),
  about: { name: 'app', version: '0.0.0' },
  ready: false,
  quitting: false,
  windows: new Set(),
  /** Scheme to handler. */
  protocols: new Map(),
  /** Channel to handler. */
  handlers: new Map(),
};

export function event(extra = {}) {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
    ...extra,
  };
}

/** An object that says which member is missing: what the app does not use is not covered. */
export function covering(name, members) {
  return new Proxy(members, {
    get: (target, key) => {
      if (key in target || typeof key === 'symbol' || key === 'then' || key === 'toJSON') return target[key];
      throw new Error(`electron stand-in: ${name}.${String(key)} is not covered`);
    },
  });
}
