try {
  throw new Error("a");
} catch (error) {
  console.log(error.message);
}
export {};
