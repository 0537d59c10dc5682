import { crashTests } from "./crash-tests.ts";

crashTests("url-token");
