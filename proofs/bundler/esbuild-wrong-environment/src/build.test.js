const build = require("./build");

test("code is made smaller", () => {
  expect(build("let total = 1;\n")).toContain("total=1");
});
