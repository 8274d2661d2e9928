import { programTests } from "./support/program-tests.ts";

programTests("dev");
