require("https").get(`https://localhost:${process.env.PORT}/`, (answer) => {
  console.log(answer.statusCode);
  answer.resume();
});
