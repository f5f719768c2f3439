console.log("m");
