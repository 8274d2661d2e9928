const most = Number(process.env["FLUXA_TEST_PROPERTY_RUNS"] ?? Number.POSITIVE_INFINITY);

/** How many inputs a property is tried with: so many, or fewer where `FLUXA_TEST_PROPERTY_RUNS` says so. */
export const propertyRuns = (wished: number) => ({ numRuns: Math.min(wished, most) });
