// The start is still to be written.
