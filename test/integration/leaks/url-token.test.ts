import { describeWholeLife } from "./whole-life.ts";

describeWholeLife("url-token");
