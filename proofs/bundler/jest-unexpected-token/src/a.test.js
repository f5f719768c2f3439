require("./a.css");

test("loads", () => {});
