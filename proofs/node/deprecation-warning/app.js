console.log(new Buffer(1).length);
