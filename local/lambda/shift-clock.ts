/**
 * Replaces this thread's Date by one that is ahead of the real one by as many milliseconds as the
 * shared number says. Before the bundle is loaded, as handlers keep `Date.now`.
 */
export function shiftClock(shared: SharedArrayBuffer): void {
  const shift = new BigInt64Array(shared);
  const RealDate = Date;
  const now = () => RealDate.now() + Number(Atomics.load(shift, 0));
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
  });
}
