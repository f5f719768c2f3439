const { MongoClient } = require('mongodb');

const client = new MongoClient(process.env.MONGODB_URI ?? '');
console.log(client.options.hosts.length);
