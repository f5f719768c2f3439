interface User {
  name: string;
}

export const user: User = {};
