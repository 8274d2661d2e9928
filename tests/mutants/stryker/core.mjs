import { mutating } from "./common.mjs";

// Everything in the core but JSON, which has a run of its own.
export default mutating("core", {
  mutate: ["runtime/core/**/*.ts", "!runtime/core/json/**"],
  tests: ["tests/unit/core/*.ts"],
});
