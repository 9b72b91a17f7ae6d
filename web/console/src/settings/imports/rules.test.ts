import type { ImportPreview } from "@nitka/api-client/imports";
import { describe, expect, it } from "vitest";
import { foretold, mappingOf, proposed, wrongWith } from "./rules";

const preview: ImportPreview = {
  format: { encoding: "cp1251", delimiter: ";" },
  columns: [
    { name: "ID", samples: ["1"], column: { to: "crm_id" } },
    { name: "Телефон", samples: [], column: { to: "phone" } },
    { name: "Сумма", samples: [], column: { to: "skip" } },
  ],
  rows: [],
};

describe("a mapping", () => {
  it("begins as it was proposed and leaves out what nobody wants", () => {
    expect(mappingOf(preview, proposed(preview), false)).toEqual({
      columns: { ID: { to: "crm_id" }, Телефон: { to: "phone" } },
    });
  });

  it("believes addresses only when somebody says that they were confirmed", () => {
    expect(mappingOf(preview, proposed(preview), true).columns.Телефон).toEqual({
      to: "phone",
      assurance: "verified",
    });
  });

  it("needs somebody, and every trait once", () => {
    expect(wrongWith(["name", "city"])).toBe("nobody");
    expect(wrongWith(["email", "name", "name"])).toBe("name");
    expect(wrongWith(["email", "email", "phone", "skip", "skip"])).toBeNull();
  });
});

it("tells of nobody only where nobody comes", () => {
  const none = { new: 0, known: 2, joining: 0, joined_into: 0, together: 0, apart: 0, shared: 0 };
  expect(foretold(none)).toEqual(["new", "known"]);
});
