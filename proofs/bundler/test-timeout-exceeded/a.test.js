test("waits", async () => {
  const done = jest.fn();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  done();
});
