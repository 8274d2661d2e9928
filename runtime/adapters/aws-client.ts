/**
 * How every AWS client waits and retries: few attempts with short time-outs, so that a function
 * answers within its own time, and time-outs that throw instead of only warning.
 */
export const clientDefaults = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
} as const;
