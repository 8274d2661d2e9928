/** The environment of a function under measurement, the same for all. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment lacks ${name}.`);
  return value;
}
