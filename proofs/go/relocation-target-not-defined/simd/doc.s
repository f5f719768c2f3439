// Functions without a body are written in assembly.
