const done = jest.fn();

test("waits", async () => {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  done();
});
