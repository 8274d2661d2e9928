import { mutating } from "./common.mjs";

// By its own tests alone: every other test of the core reads JSON, too, and would be run for each of these.
export default mutating("json", { mutate: ["runtime/core/json/*.ts"], tests: ["tests/unit/json/*.ts"] });
