console.log(greeting);
