/**
 * Runs in the page before any script of its own (by `addInitScript`, so it must be whole in itself): gives the real
 * preload a `require` that knows only `electron`, and copies across the bridge as contextBridge does.
 */
export function preloadShim([source, filename]) {
  const tell = globalThis.__standin_invoke;
  delete globalThis.__standin_invoke;
  const listeners = new Map();
  const ipcRenderer = {
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    removeListener(channel, listener) {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((l) => l !== listener),
      );
      return ipcRenderer;
    },
    async invoke(channel, ...args) {
      const answer = await tell(channel, structuredClone(args));
      if (answer.error !== undefined)
        throw new Error(`Error invoking remote method '${channel}': ${answer.error}`);
      return answer.value;
    },
  };
  Object.defineProperty(globalThis, '__standin_deliver', {
    value: (channel, args) => {
      for (const listener of listeners.get(channel) ?? []) listener({ sender: ipcRenderer }, ...args);
    },
  });

  /** Functions are proxied, values copied, prototypes dropped. */
  function copy(value) {
    if (typeof value === 'function') {
      return (...args) => {
        const result = value(...args.map(copy));
        return result instanceof Promise ? result.then(copy) : copy(result);
      };
    }
    if (typeof value === 'symbol') throw new TypeError('An object could not be cloned.');
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(copy);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
    }
    return structuredClone(value);
  }

  function freeze(value) {
    if (value !== null && typeof value === 'object') {
      for (const item of Object.values(value)) freeze(item);
      Object.freeze(value);
    }
    return value;
  }

  const contextBridge = {
    exposeInMainWorld(key, api) {
      if (key in globalThis) {
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      }
      Object.defineProperty(globalThis, key, { value: freeze(copy(api)), enumerable: true });
    },
  };
  const require = (name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  const processShim = { platform: 'linux', contextIsolated: true, sandboxed: true, env: {} };
  new Function('require', 'module', 'exports', 'process', `${source}\n//# sourceURL=${filename}`)(
    require,
    module,
    module.exports,
    processShim,
  );
}
