#define GREET 0
