const answer = await Promise.resolve(1);

console.log(answer);
