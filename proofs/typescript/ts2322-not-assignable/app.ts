const port: number = "80";
export default port;
