/** What a double makes of a JSON number literal, when that is not what was written; undefined when it is. */
export function numberFault(literal: string): string | undefined {
  const value = Number(literal);
  if (!Number.isFinite(value)) return "must not be larger than a double can hold, about 1.8e308";
  if (value === 0 && hasNonZeroDigit(literal))
    return "must not be smaller than a double can hold, about 5e-324";
  if (isIntegerLiteral(literal) && integerDigits(value) !== unsigned(literal)) {
    return "must not be an integer that a double rounds: send it as a string to keep every digit";
  }
  return undefined;
}

function hasNonZeroDigit(literal: string): boolean {
  return /^-?[0.]*[1-9]/.test(literal);
}

function isIntegerLiteral(literal: string): boolean {
  return !/[.eE]/.test(literal);
}

function unsigned(literal: string): string {
  return literal.startsWith("-") ? literal.slice(1) : literal;
}

/** The decimal digits of an integer's shortest form, which is written with an exponent from 1e21 on. */
function integerDigits(value: number): string {
  const [mantissa = "", exponent = "0"] = String(Math.abs(value)).split("e+");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return whole + fraction.padEnd(Number(exponent), "0");
}
