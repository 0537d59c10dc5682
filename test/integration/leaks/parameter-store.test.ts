import { describeWholeLife } from "./whole-life.ts";

describeWholeLife("parameter-store");
