import { expect, test } from "vitest";
import { readXml } from "../../../src/sandbox/cloudfront/read-xml.ts";
import {
  boolean,
  counted,
  filled,
  integer,
  list,
  optional,
  required,
  structure,
  text,
} from "../../../src/sandbox/cloudfront/shapes/shape.ts";
import { writeXml } from "../../../src/sandbox/cloudfront/write-xml.ts";
import { Refusal } from "../../../src/sandbox/wire.ts";

const shape = structure({
  Name: required(text),
  Count: filled(integer, 7),
  On: optional(boolean),
  Words: filled(counted("Word", text), { Quantity: 0 }),
  Plain: optional(list("One", structure({ A: required(text) }))),
});
const read = (inner: string) => readXml(Buffer.from(`<Thing>${inner}</Thing>`), "Thing", shape);
const code = (inner: string): string => {
  try {
    read(inner);
    return "none";
  } catch (error) {
    return error instanceof Refusal ? error.error.name : String(error);
  }
};

test("one item, many items and no item are lists", () => {
  expect(
    read("<Name>n</Name><Words><Quantity>1</Quantity><Items><Word>a</Word></Items></Words>").Words
      .Items,
  ).toEqual(["a"]);
  expect(
    read(
      "<Name>n</Name><Words><Quantity>2</Quantity><Items><Word>a</Word><Word>b</Word></Items></Words>",
    ).Words.Items,
  ).toEqual(["a", "b"]);
  expect(read("<Name>n</Name><Words><Quantity>0</Quantity><Items/></Words>").Words).toEqual({
    Quantity: 0,
  });
  expect(read("<Name>n</Name><Plain><One><A>1</A></One></Plain>").Plain).toEqual([{ A: "1" }]);
});

test("text is kept as it is: spaces, entities, digits and emptiness", () => {
  expect(read("<Name> a &amp; &lt;b&gt; &quot;c&quot; </Name>").Name).toBe(' a & <b> "c" ');
  expect(read("<Name>007</Name>").Name).toBe("007");
  expect(read("<Name/>").Name).toBe("");
  expect(read("<Name></Name>").Name).toBe("");
});

test("defaults are filled in and unknown elements ignored", () => {
  expect(read("<Name>n</Name><Other>x</Other>")).toEqual({
    Name: "n",
    Count: 7,
    Words: { Quantity: 0 },
  });
});

test.each([
  ["<Count>1</Count>", "MalformedXML"],
  ["<Name>n</Name><Count>one</Count>", "MalformedXML"],
  ["<Name>n</Name><On>yes</On>", "MalformedXML"],
  [
    "<Name>n</Name><Words><Quantity>2</Quantity><Items><Word>a</Word></Items></Words>",
    "InconsistentQuantities",
  ],
  ["<Name>n</Name><Words><Quantity>1</Quantity></Words>", "InconsistentQuantities"],
  ["<Name>n", "MalformedXML"],
])("%s is %s", (inner, name) => {
  expect(code(inner)).toBe(name);
});

test("what is written is read back", () => {
  const value = {
    Name: 'a & <b> "c"\r\n',
    Count: 3,
    On: false,
    Words: { Quantity: 1, Items: [" x "] },
    Plain: [{ A: "é" }],
  };
  expect(readXml(Buffer.from(writeXml("Thing", shape, value)), "Thing", shape)).toEqual(value);
});
