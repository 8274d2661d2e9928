import { programTests } from "./support/program-tests.ts";

programTests("prod");
