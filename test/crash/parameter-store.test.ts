import { crashTests } from "./crash-tests.ts";

crashTests("parameter-store");
