import fc from "fast-check";
import { expect, test } from "vitest";
import { readValue } from "../../../src/config/fields/field-value.ts";
import { FIELDS } from "../../../src/config/fields/fields.ts";
import { faultsOf } from "../../../src/config/fields/value-faults.ts";
import { schemaAt } from "../../../src/config/schema/schema.ts";
import { problemsOf } from "../../../src/config/schema/schema-problems.ts";
import { seeded } from "../seeded.ts";

const number = fc.oneof(
  fc.integer({ min: -2, max: 70_000 }).map(String),
  fc.double({ min: 0, max: 70, noNaN: true }).map((value) => value.toFixed(5)),
  fc.constantFrom("1e3", "2147483648", "99999999999999999999", `1${"0".repeat(320)}`, "0.0001"),
);
const rung = fc
  .tuple(
    fc.constantFrom("a", "1080p30", "a%b", "x".repeat(33)),
    fc.constantFrom("640", "641", "15", "8194", "0"),
    fc.constantFrom("30", "29.97", "31.5", "0", "121"),
    number,
    fc.constantFrom("", ",max=0", ",max=0.0001", ",par=0:1001", ",modifier=hd", ",modifier=_hd"),
  )
  .map(([name, side, fps, kbps, more]) => `${name}=${side}x480@${fps},${kbps},64${more}`);
const text = fc.oneof(
  number,
  fc.string({ maxLength: 70 }),
  rung,
  fc.array(rung, { maxLength: 22 }).map((rungs) => rungs.join(";")),
  fc.array(fc.constantFrom("1.2.3.4", "10.0.0.0/33", "x"), { maxLength: 12 }).map(String),
  fc.constantFrom(
    "s3://a/b",
    "http://u:p@a/b",
    "./a.mp4",
    "arn:aws:iam::1:role/x",
    "31d",
    "live/a b",
  ),
);

test("what is typed is judged as the schema judges the same in the file, in the same words", () => {
  const values = fc.tuple(fc.constantFrom(...FIELDS), text);
  fc.assert(
    fc.property(values, ([field, raw]) => {
      const reading = readValue(field, raw);
      if (!reading.ok) return;
      const { path } = field;
      const parsed = schemaAt(path).safeParse(reading.value, { reportInput: true });
      const wanted = parsed.success ? [] : problemsOf(parsed.error.issues, path.split("."));
      const found = faultsOf(field, reading.value).map(({ at, message }) => ({
        path: [path, ...at].join("."),
        code: "INVALID_VALUE",
        message,
      }));
      expect(found).toEqual(wanted);
    }),
    seeded("typed values", 3000),
  );
});
