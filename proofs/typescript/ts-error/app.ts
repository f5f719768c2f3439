const a = 1;
if (a === ("x" as string)) {}
export {};
