export const version: string = demoVersion;
