const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });

/** Whole from ten on, two digits below. */
export function count(value: number): string {
  return value >= 10 ? whole.format(value) : precise.format(value);
}

export function gigabytes(value: number): string {
  return value >= 1_024 ? `${count(value / 1_024)} TB` : `${count(value)} GB`;
}

export function dollars(value: number): string {
  return count(value);
}
